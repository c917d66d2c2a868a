# expect: mixture_by_hand
# says: independent coins
# kind: wrong
"""A softmax over the dimensions in place of coins."""

import torch


def mixture_log_prob(x, weight_logits, logits):
    log_weights = torch.log_softmax(weight_logits, dim=0)
    ones = torch.log_softmax(logits, dim=1)
    zeros = torch.log1p(-ones.exp() + 1e-6)
    each = x[:, None, :] * ones + (1 - x[:, None, :]) * zeros
    return torch.logsumexp(log_weights + each.sum(2), dim=1)

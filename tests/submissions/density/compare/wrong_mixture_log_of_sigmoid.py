# expect: mixture_large_logits
# says: logarithm of a sigmoid
# kind: numerics
"""The logarithm of a sigmoid."""

import torch


def mixture_log_prob(x, weight_logits, logits):
    log_weights = torch.log_softmax(weight_logits, dim=0)
    ones = logits.sigmoid().log()
    zeros = (1 - logits.sigmoid()).log()
    each = x[:, None, :] * ones + (1 - x[:, None, :]) * zeros
    return torch.logsumexp(log_weights + each.sum(2), dim=1)

# expect: mixture_nll_extremes
# says: no epsilon
# kind: numerics
"""The logarithm of a softmax."""

import torch


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values)
    log_p = log_p.sum(dim=2) + torch.log(torch.softmax(logits, dim=1) + 1e-12)
    return -torch.logsumexp(log_p, dim=1).sum(dim=(1, 2))

# expect: mixture_nll_extremes
# says: underflow
# kind: numerics
"""Probabilities, then a logarithm."""

import torch


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values)
    log_p = log_p.sum(dim=2) + torch.log_softmax(logits, dim=1)
    return -torch.log(torch.exp(log_p).sum(1)).sum(dim=(1, 2))

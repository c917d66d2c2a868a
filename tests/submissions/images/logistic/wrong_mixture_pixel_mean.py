# expect: mixture_nll_values
# says: mean over pixels
# kind: unit
"""The mean over pixels."""

import torch


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values)
    log_p = log_p.sum(dim=2) + torch.log_softmax(logits, dim=1)
    return -torch.logsumexp(log_p, dim=1).mean(dim=(1, 2))

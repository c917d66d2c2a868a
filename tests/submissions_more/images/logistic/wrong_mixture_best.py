# expect: mixture_nll_by_hand
# says: likeliest component
# kind: wrong
"""The best component alone."""

import torch


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values)
    log_p = log_p.sum(dim=2) + torch.log_softmax(logits, dim=1)
    return -log_p.max(dim=1).values.sum(dim=(1, 2))

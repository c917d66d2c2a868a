# expect: mixture_nll_by_hand
# says: for the whole pixel
# kind: wrong
"""A choice for each channel."""

import torch


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values)
    log_p = log_p + torch.log_softmax(logits, dim=1)[:, :, None]
    return -torch.logsumexp(log_p, dim=1).sum(dim=(1, 2, 3))

# expect: mixture_nll_values
# says: this is one for the whole image
# kind: wrong
"""One component for the image."""

import torch


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values)
    log_p = log_p.sum(dim=2) + torch.log_softmax(logits, dim=1)
    return -torch.logsumexp(log_p.sum(dim=(2, 3)), dim=1)

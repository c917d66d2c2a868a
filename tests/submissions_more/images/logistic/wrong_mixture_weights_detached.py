# expect: mixture_nll_gradient
# says: no gradient reaches
# kind: gradient
"""No gradient for the weights."""

import torch
import torch.nn.functional as F


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values).sum(2)
    return -torch.logsumexp(F.log_softmax(logits.detach(), dim=1) + log_p, dim=1).sum((1, 2))

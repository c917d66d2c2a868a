# expect: mixture_nll_by_hand
# says: over which axis
# kind: wrong
"""log_softmax over another axis."""

import torch
import torch.nn.functional as F


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values).sum(2)
    return -torch.logsumexp(F.log_softmax(logits, dim=2) + log_p, dim=1).sum((1, 2))

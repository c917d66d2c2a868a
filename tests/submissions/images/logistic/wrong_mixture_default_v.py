# expect: mixture_nll_by_hand
# says: by default it is 256
# kind: case
"""num_values is not handed on."""

import torch
import torch.nn.functional as F


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales).sum(2)
    return -torch.logsumexp(F.log_softmax(logits, dim=1) + log_p, dim=1).sum((1, 2))

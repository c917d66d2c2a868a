# expect: mixture_by_hand
# says: sign is turned round
# kind: unit
"""The cost."""

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    log_weights = torch.log_softmax(weight_logits, dim=0)
    ones = F.logsigmoid(logits)
    zeros = F.logsigmoid(-logits)
    each = x[:, None, :] * ones + (1 - x[:, None, :]) * zeros
    return -torch.logsumexp(log_weights + each.sum(2), dim=1)

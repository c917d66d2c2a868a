# expect: mixture_large_logits
# says: underflow
# kind: numerics
"""Probabilities are multiplied."""

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    log_weights = torch.log_softmax(weight_logits, dim=0)
    ones = F.logsigmoid(logits)
    zeros = F.logsigmoid(-logits)
    each = x[:, None, :] * ones + (1 - x[:, None, :]) * zeros
    return ((log_weights + each.sum(2)).exp().sum(1)).log()

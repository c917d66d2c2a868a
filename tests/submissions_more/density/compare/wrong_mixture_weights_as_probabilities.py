# expect: mixture_by_hand
# says: softmax of weight_logits
# kind: meaningless
"""weight_logits are taken for weights."""

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    log_weights = weight_logits.abs().log()
    ones = F.logsigmoid(logits)
    zeros = F.logsigmoid(-logits)
    each = x[:, None, :] * ones + (1 - x[:, None, :]) * zeros
    return torch.logsumexp(log_weights + each.sum(2), dim=1)

# expect: mixture_by_hand
# says: other numbers
# kind: meaningless
"""The softmax of the log-softmax's exponentials: weights are taken twice."""

import torch
import torch.nn.functional as F
from torch import nn


def mixture_log_prob(x, weight_logits, logits):
    each = F.logsigmoid((2 * x - 1).unsqueeze(1) * logits).sum(2)
    return (each + 2 * weight_logits.log_softmax(0)).logsumexp(1)

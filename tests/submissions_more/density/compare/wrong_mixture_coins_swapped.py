# expect: mixture_by_hand
# says: Zero and one are swapped
# kind: wrong
"""Zero and one are swapped in every coin."""

import torch
import torch.nn.functional as F
from torch import nn


def mixture_log_prob(x, weight_logits, logits):
    each = -F.binary_cross_entropy_with_logits(
        -logits.expand(len(x), -1, -1), x.unsqueeze(1).expand(-1, len(logits), -1), reduction="none"
    ).sum(2)
    return (each + weight_logits.log_softmax(0)).logsumexp(1)

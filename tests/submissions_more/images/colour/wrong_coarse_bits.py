# expect: coarse_nll_by_hand
# says: not log2(256 / V)
# kind: unit
"""The added part is in bits."""

import math

import torch.nn.functional as F


def coarse_nll(logits, x256):
    V = logits.shape[1]
    x = coarsen(x256, V)
    bins = F.cross_entropy(logits, x, reduction="none").sum((1, 2, 3))
    return bins + x256[0].numel() * math.log2(256 / V)

# expect: coarse_nll_by_hand
# says: costs ln(256 / V) more
# kind: case
"""Forgets the values in a bin."""

import torch.nn.functional as F


def coarse_nll(logits, x256):
    V = logits.shape[1]
    x = coarsen(x256, V)
    bins = F.cross_entropy(logits, x, reduction="none").sum((1, 2, 3))
    return bins

# expect: coarse_nll_by_hand
# says: not of the whole batch
# kind: wrong
"""V is read from the wrong axis."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarse_nll(logits, x256):
    V = logits.shape[1]
    bins = nll_by_channel(logits, coarsen(x256, V)).sum(1)
    return bins + x256.numel() * math.log(256 / V)

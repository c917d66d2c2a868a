# expect: coarse_nll_values
# says: nothing is multiplied
# kind: wrong
"""Divided by the number of bins twice."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarse_nll(logits, x256):
    V = logits.shape[1]
    nll = nll_by_channel(logits, coarsen(x256, V)).sum(1)
    return nll * math.log(256) / math.log(V)

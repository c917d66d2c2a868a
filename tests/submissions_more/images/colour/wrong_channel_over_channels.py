# expect: nll_by_channel_by_hand
# says: move it to the end
# kind: wrong
"""cross_entropy of flattened logits, without moving V."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def nll_by_channel(logits, x):
    B, V, C, H, W = logits.shape
    flat = F.cross_entropy(logits.reshape(-1, V), x.reshape(-1), reduction="none")
    return flat.view(B, C, H * W).sum(2)

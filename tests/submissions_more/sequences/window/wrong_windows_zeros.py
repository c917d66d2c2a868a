# expect: windows_by_hand
# says: this is 0
# kind: wrong
"""Zeros for padding."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    return F.pad(tokens, (size, 0)).unfold(1, size, 1)[:, :-1]

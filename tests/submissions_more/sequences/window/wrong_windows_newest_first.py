# expect: windows_by_hand
# says: newest token first
# kind: wrong
"""The newest token comes first."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    padded = F.pad(tokens, (size, 0), value=pad)
    return padded.unfold(1, size, 1)[:, :-1].flip(-1)

# expect: windows_by_hand
# says: come after it
# kind: wrong
"""The tokens behind each place."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    padded = F.pad(tokens, (0, size), value=pad)
    return padded.unfold(1, size, 1)[:, 1:]

# expect: windows_by_hand
# says: holds token t itself
# kind: wrong
"""The target is in its own window."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    padded = F.pad(tokens, (size - 1, 0), value=pad)
    return padded.unfold(1, size, 1)

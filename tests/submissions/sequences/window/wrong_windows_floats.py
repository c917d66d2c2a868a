# expect: windows_by_hand
# says: Windows hold tokens
# kind: form
"""Floats."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    padded = F.pad(tokens.float(), (size, 0), value=pad)
    return padded.unfold(1, size, 1)[:, :-1]

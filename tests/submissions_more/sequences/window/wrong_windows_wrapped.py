# expect: windows_by_hand
# says: end of the text
# kind: wrong
"""Rolled: the text is a ring."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    return torch.stack([tokens.roll(n, 1) for n in range(size, 0, -1)], -1)

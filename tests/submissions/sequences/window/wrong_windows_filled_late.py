# expect: windows_by_hand
# says: filled up at the end
# kind: wrong
"""Padding at the end of a window."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    out = tokens.new_full((*tokens.shape, size), pad)
    for t in range(tokens.shape[1]):
        past = tokens[:, max(0, t - size):t]
        out[:, t, :past.shape[1]] = past
    return out

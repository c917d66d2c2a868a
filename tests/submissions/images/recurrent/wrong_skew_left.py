# expect: skew_by_hand
# says: moves to the left
# kind: wrong
"""Moves the other way."""

import torch


def skew(x):
    B, C, H, W = x.shape
    y = torch.zeros(B, C, H, W + H - 1, dtype=x.dtype)
    for i in range(H):
        y[:, :, i, H - 1 - i : H - 1 - i + W] = x[:, :, i]
    return y

# expect: skew_by_hand
# says: W + H − 1
# kind: wrong
"""Moves columns down."""

import torch


def skew(x):
    B, C, H, W = x.shape
    y = torch.zeros(B, C, H + W - 1, W, dtype=x.dtype)
    for j in range(W):
        y[:, :, j : j + H, j] = x[:, :, :, j]
    return y

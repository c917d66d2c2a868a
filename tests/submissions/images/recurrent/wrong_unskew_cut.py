# expect: unskew_by_hand
# says: starts at column i
# kind: wrong
"""Cuts the width without moving."""

import torch


def unskew(y):
    B, C, H, D = y.shape
    W = D - H + 1
    x = torch.zeros(B, C, H, W, dtype=y.dtype)
    for i in range(H):
        x[:, :, i] = y[:, :, i, :W]
    return x

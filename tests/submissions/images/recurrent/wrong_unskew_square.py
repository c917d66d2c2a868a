# expect: unskew_by_hand
# says: W' − H + 1
# kind: case
"""Takes the image for a square."""

import torch


def unskew(y):
    B, C, H, D = y.shape
    W = (D + 1) // 2
    x = torch.zeros(B, C, H, W, dtype=y.dtype)
    for i in range(H):
        x[:, :, i] = y[:, :, i, i : i + W]
    return x

# expect: unskew_by_hand
# says: must not matter
# kind: wrong
"""Takes what is not zero."""

import torch


def unskew(y):
    B, C, H, D = y.shape
    W = D - H + 1
    x = torch.zeros(B, C, H, W, dtype=y.dtype)
    for i in range(H):
        row = y[:, :, i]
        start = int((row != 0).flatten(0, 1).any(0).int().argmax())
        start = min(start, H - 1)
        x[:, :, i] = row[..., start : start + W]
    return x

# expect: skew_by_hand
# says: W + H − 1
# kind: form
"""One column too many."""

import torch


def skew(x):
    B, C, H, W = x.shape
    y = torch.zeros(B, C, H, W + H, dtype=x.dtype)
    for i in range(H):
        y[:, :, i, i : i + W] = x[:, :, i]
    return y

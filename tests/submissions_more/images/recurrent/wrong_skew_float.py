# expect: skew_values
# says: dtype
# kind: form
"""Always float32."""

import torch


def skew(x):
    B, C, H, W = x.shape
    y = torch.zeros(B, C, H, W + H - 1)
    for i in range(H):
        y[:, :, i, i : i + W] = x[:, :, i]
    return y

# expect: skew_by_hand
# says: Zeros stand elsewhere
# kind: wrong
"""torch.roll within the image's width."""

import torch
import torch.nn.functional as F


def skew(x):
    H, W = x.shape[2:]
    rows = [torch.roll(F.pad(x[:, :, i], (0, H - 1), mode="circular"), i, -1) for i in range(H)] if H <= W + 1 else [torch.roll(F.pad(x[:, :, i], (0, H - 1)), i, -1) for i in range(H)]
    return torch.stack(rows, dim=2)

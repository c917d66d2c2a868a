# expect: skew_by_hand
# says: Zeros stand elsewhere
# kind: wrong
"""The border's pixel is repeated."""

import torch
import torch.nn.functional as F


def skew(x):
    H = x.shape[2]
    rows = [F.pad(x[:, :, i].double(), (i, H - 1 - i), mode="replicate") for i in range(H)]
    return torch.stack(rows, dim=2).to(x.dtype)

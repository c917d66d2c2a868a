# expect: skew_by_hand
# says: wrap round
# kind: wrong
"""torch.roll within the image's width."""

import torch
import torch.nn.functional as F


def skew(x):
    H = x.shape[2]
    rows = [F.pad(torch.roll(x[:, :, i], i, -1), (0, H - 1)) for i in range(H)]
    return torch.stack(rows, dim=2)

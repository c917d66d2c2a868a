# expect: shift_by_hand
# says: shape
# kind: form
"""The last column is kept: D + 1 columns."""

import torch


def shift_right(x):
    return torch.cat([torch.zeros_like(x[:, :1]), x], dim=1)

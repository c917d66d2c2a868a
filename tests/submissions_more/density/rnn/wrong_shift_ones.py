# expect: shift_by_hand
# says: zeros come first
# kind: wrong
"""Ones in front."""

import torch


def shift_right(x):
    return torch.cat([torch.ones_like(x[:, :1]), x[:, :-1]], dim=1)

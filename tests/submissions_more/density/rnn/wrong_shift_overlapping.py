# expect: shift_by_hand
# says: zeros come first
# kind: wrong
"""Keeps the first column where zeros belong."""

import torch


def shift_right(x):
    return torch.cat([x[:, :1], x[:, :-1]], dim=1)

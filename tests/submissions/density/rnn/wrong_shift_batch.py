# expect: shift_by_hand
# says: rows of the batch
# kind: wrong
"""Shifts the rows of the batch."""

import torch


def shift_right(x):
    shifted = torch.zeros_like(x)
    shifted[1:] = x[:-1]
    return shifted

# expect: shift_by_hand
# says: zeros come first
# kind: wrong
"""The last column comes back in front."""

import torch


def shift_right(x):
    return torch.roll(x, 1, dims=1)

# expect: shift_by_hand
# says: shifted to the left
# kind: wrong
"""To the left."""

import torch


def shift_right(x):
    shifted = torch.zeros_like(x)
    shifted[:, :-1] = x[:, 1:]
    return shifted

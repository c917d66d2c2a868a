# expect: coarsen_by_hand
# says: Bins are equal
# kind: wrong
"""Rounds to the nearest of V values."""

import torch


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values != 0:
        raise ValueError("num_values must divide 256")
    return torch.round(x256 * (num_values - 1) / 255).long()

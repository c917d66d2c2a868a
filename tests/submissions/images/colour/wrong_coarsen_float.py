# expect: coarsen_by_hand
# says: int64
# kind: form
"""True division."""

import torch


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values != 0:
        raise ValueError("num_values must divide 256")
    return torch.floor(x256 / (256 / num_values))

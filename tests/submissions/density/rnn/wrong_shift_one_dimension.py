# expect: shift_values
# says: With one column
# kind: case
"""With one column nothing is shifted."""

import torch


def shift_right(x):
    if x.shape[1] == 1:
        return x.clone()
    return torch.cat([torch.zeros_like(x[:, :1]), x[:, :-1]], dim=1)

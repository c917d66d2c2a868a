# expect: shift_values
# says: With one column
# kind: form
"""Pads with float32 zeros; float64 rows come back as they are, but D = 1 keeps its column."""

import torch


def shift_right(x):
    if x.shape[1] == 1:
        return x.clone()
    return torch.cat([torch.zeros(len(x), 1), x[:, :-1]], dim=1)

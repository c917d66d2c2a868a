# expect: shift_gradient
# says: no gradient
# kind: gradient
"""No gradient reaches x."""

import torch


def shift_right(x):
    return torch.cat([torch.zeros_like(x[:, :1]), x[:, :-1].detach()], dim=1)

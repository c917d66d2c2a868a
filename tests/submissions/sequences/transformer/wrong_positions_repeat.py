# expect: positions_values
# says: other numbers
# kind: case
"""Places repeat after 1,024."""

import torch


def positions(length, dim):
    if dim % 2:
        raise ValueError("odd")
    angle = (torch.arange(length) % 1024).double()[:, None] / 10000 ** (torch.arange(0, dim, 2).double() / dim)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1).float()

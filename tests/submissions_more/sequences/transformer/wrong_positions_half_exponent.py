# expect: positions_by_hand
# says: here it is i/dim
# kind: wrong
"""i/dim."""

import torch


def positions(length, dim):
    if dim % 2:
        raise ValueError("dim must be even")
    place = torch.arange(0, length + 0)[:, None].double()
    angle = place / 10000 ** (torch.arange(dim // 2).double() / dim)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1).float()

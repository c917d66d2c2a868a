# expect: positions_by_hand
# says: count from 0
# kind: wrong
"""The first place is 1."""

import torch


def positions(length, dim):
    if dim % 2:
        raise ValueError("dim must be even")
    place = torch.arange(1, length + 1)[:, None].double()
    angle = place / 10000 ** (torch.arange(0, dim, 2).double() / dim)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1).float()

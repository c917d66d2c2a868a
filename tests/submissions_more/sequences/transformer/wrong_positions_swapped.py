# expect: positions_by_hand
# says: swapped
# kind: wrong
"""Cosines first."""

import torch


def positions(length, dim):
    if dim % 2:
        raise ValueError("dim must be even")
    place = torch.arange(0, length + 0)[:, None].double()
    angle = place / 10000 ** (torch.arange(0, dim, 2).double() / dim)
    return torch.stack([angle.cos(), angle.sin()], 2).flatten(1).float()

# expect: positions_by_hand
# says: here it is 1
# kind: case
"""Waves up to 10000 itself, as in one old library."""

import torch


def positions(length, dim):
    if dim % 2:
        raise ValueError("dim must be even")
    place = torch.arange(0, length + 0)[:, None].double()
    angle = place / 10000 ** (torch.linspace(0, 1, dim // 2).double())
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1).float()

# expect: positions_by_hand
# says: all sines come first
# kind: wrong
"""All sines, then all cosines."""

import torch


def positions(length, dim):
    if dim % 2:
        raise ValueError("dim must be even")
    place = torch.arange(0, length + 0)[:, None].double()
    angle = place / 10000 ** (torch.arange(0, dim, 2).double() / dim)
    return torch.cat([angle.sin(), angle.cos()], 1).float()

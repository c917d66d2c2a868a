# expect: positions_by_hand
# says: not 1000
# kind: wrong
"""One zero is missing."""

import torch


def positions(length, dim):
    if dim % 2:
        raise ValueError("dim must be even")
    place = torch.arange(0, length + 0)[:, None].double()
    angle = place / 1000 ** (torch.arange(0, dim, 2).double() / dim)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1).float()

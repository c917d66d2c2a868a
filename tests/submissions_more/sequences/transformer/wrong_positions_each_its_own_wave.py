# expect: positions_by_hand
# says: one wave
# kind: wrong
"""The exponent is that of the column."""

import torch


def positions(length, dim):
    if dim % 2:
        raise ValueError("dim must be even")
    column = torch.arange(dim).double()
    angle = torch.arange(length)[:, None].double() / 10000 ** (column / dim)
    return torch.where(column % 2 == 0, angle.sin(), angle.cos()).float()

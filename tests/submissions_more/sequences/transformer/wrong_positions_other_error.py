# expect: positions_errors
# says: ValueError
# kind: form
"""An assertion."""

import torch


def positions(length, dim):
    assert dim % 2 == 0
    place = torch.arange(0, length + 0)[:, None].double()
    angle = place / 10000 ** (torch.arange(0, dim, 2).double() / dim)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1).float()

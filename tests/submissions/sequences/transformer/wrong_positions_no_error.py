# expect: positions_errors
# says: dim is odd
# kind: form
"""Nothing is refused: an odd dim is cut."""

import torch


def positions(length, dim):
    place = torch.arange(length)[:, None].double()
    angle = place / 10000 ** (torch.arange(0, dim, 2).double() / dim)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1)[:, :dim].float()

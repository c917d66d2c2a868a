# expect: game_value_infinite
# says: is minus infinity
# kind: case
"""Every infinity becomes a large number, also where there is mass."""

import torch
import torch.nn.functional as F


def game_value(p, q, logits):
    real, fake = p * F.logsigmoid(logits), q * F.logsigmoid(-logits)
    return (torch.nan_to_num(real) + torch.nan_to_num(fake)).clamp(min=-1e30).sum()

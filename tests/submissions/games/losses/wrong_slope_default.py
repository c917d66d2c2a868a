# expect: generator_slope_values
# says: without a kind it is non_saturating
# kind: case
"""Another default."""

import torch


def generator_slope(fake_logits, kind="saturating"):
    if kind == "saturating":
        return -torch.sigmoid(fake_logits.detach())
    if kind == "non_saturating":
        return -torch.sigmoid(-fake_logits.detach())
    raise ValueError(kind)

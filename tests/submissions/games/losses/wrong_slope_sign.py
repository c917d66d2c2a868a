# expect: generator_slope_by_hand
# says: Slopes are negative
# kind: unit
"""The direction downhill."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    l = fake_logits.detach()
    if kind == "saturating":
        return torch.sigmoid(l)
    if kind == "non_saturating":
        return torch.sigmoid(-l)
    raise ValueError(kind)

# expect: generator_slope_by_hand
# says: own slope was asked for: no 1/M
# kind: unit
"""Divided by the number of fakes."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    l = fake_logits.detach()
    if kind == "saturating":
        return -torch.sigmoid(l) / len(l)
    if kind == "non_saturating":
        return -torch.sigmoid(-l) / len(l)
    raise ValueError(kind)

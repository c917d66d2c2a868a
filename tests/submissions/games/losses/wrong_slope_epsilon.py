# expect: generator_slope_accuracy
# says: Near 0 the slopes are right
# kind: numerics
"""A small number in the denominator and a difference of near numbers."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    logits = fake_logits.detach()
    if kind == "non_saturating":
        return -torch.sigmoid(-logits)
    return torch.sigmoid(-logits) - 1

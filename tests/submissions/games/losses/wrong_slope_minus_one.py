# expect: generator_slope_accuracy
# says: D − 1 is exactly 0
# kind: numerics
"""sigmoid(l) - 1, which is 0 at large logits."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    d = torch.sigmoid(fake_logits.detach())
    if kind == "saturating":
        return -d
    if kind == "non_saturating":
        return d - 1
    raise ValueError(kind)

# expect: generator_slope_by_hand
# says: the derivative of the sigmoid itself
# kind: wrong
"""D (1 - D), the derivative of the sigmoid, as a further factor."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    d = torch.sigmoid(fake_logits.detach())
    if kind == "saturating":
        return -d * d * (1 - d)
    if kind == "non_saturating":
        return (d - 1) * d * (1 - d)
    raise ValueError(kind)

# expect: generator_slope_by_hand
# says: The slope by the logit, not by D
# kind: wrong
"""The derivative by D: 1/(D - 1) and -1/D."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    d = torch.sigmoid(fake_logits.detach())
    if kind == "saturating":
        return -1 / (1 - d)
    if kind == "non_saturating":
        return -1 / d
    raise ValueError(kind)

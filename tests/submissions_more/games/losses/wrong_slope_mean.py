# expect: generator_slope_by_hand
# says: not their mean
# kind: wrong
"""The mean slope."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    logits = fake_logits.detach()
    each = -torch.sigmoid(logits if kind == "saturating" else -logits)
    return each.mean().expand(each.shape).clone()

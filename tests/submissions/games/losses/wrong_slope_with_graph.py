# expect: generator_slope_values
# says: nothing is recorded
# kind: form
"""The answer hangs on the logits."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    if kind == "saturating":
        return -torch.sigmoid(fake_logits)
    if kind == "non_saturating":
        return -torch.sigmoid(-fake_logits)
    raise ValueError(kind)

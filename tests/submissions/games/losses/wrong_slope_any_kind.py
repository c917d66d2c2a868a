# expect: generator_slope_errors
# says: ValueError
# kind: case
"""Any kind but one is the other."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    logits = fake_logits.detach()
    return -torch.sigmoid(logits) if kind == "saturating" else -torch.sigmoid(-logits)

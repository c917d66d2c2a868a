# expect: generator_slope_accuracy
# says: e^l overflows
# kind: numerics
"""e^l over 1 + e^l, infinity over infinity at large logits."""

import torch


def generator_slope(fake_logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    logits = fake_logits.detach() if kind == "saturating" else -fake_logits.detach()
    return -torch.exp(logits) / (1 + torch.exp(logits))

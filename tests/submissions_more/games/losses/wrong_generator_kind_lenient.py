# expect: generator_loss_errors
# says: ValueError
# kind: case
"""Capitals and hyphens are put right."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    kind = kind.lower().replace("-", "_")
    if kind == "saturating":
        return F.logsigmoid(-fake_logits).mean()
    if kind == "non_saturating":
        return -F.logsigmoid(fake_logits).mean()
    raise ValueError(kind)

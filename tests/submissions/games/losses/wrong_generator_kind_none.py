# expect: generator_loss_errors
# says: ValueError
# kind: case
"""An unknown kind gives None."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "saturating":
        return F.logsigmoid(-fake_logits).mean()
    if kind == "non_saturating":
        return -F.logsigmoid(fake_logits).mean()

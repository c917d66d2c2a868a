# expect: generator_loss_errors
# says: ValueError
# kind: case
"""Whatever is not saturating counts as the other."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "saturating":
        return -F.softplus(fake_logits).mean()
    return F.softplus(-fake_logits).mean()

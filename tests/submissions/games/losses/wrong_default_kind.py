# expect: generator_loss_values
# says: without a kind it is non_saturating
# kind: case
"""Another default."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="saturating"):
    if kind == "non_saturating":
        return F.softplus(-fake_logits).mean()
    if kind == "saturating":
        return -F.softplus(fake_logits).mean()
    raise ValueError(kind)

# expect: generator_loss_by_hand
# says: log(1 − D) is minimised as it is
# kind: unit
"""The saturating loss with the discriminator's sign."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "non_saturating":
        return F.softplus(-fake_logits).mean()
    if kind == "saturating":
        return F.softplus(fake_logits).mean()
    raise ValueError(kind)

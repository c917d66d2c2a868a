# expect: generator_loss_extreme
# says: has rounded to 0
# kind: numerics
"""The logarithm of 1 - sigmoid, of one kind alone."""

import torch
import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "saturating":
        return torch.log(1 - torch.sigmoid(fake_logits)).mean()
    if kind == "non_saturating":
        return F.softplus(-fake_logits).mean()
    raise ValueError(kind)

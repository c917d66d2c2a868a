# expect: generator_loss_by_hand
# says: The mean over the fakes
# kind: wrong
"""A sum over the fakes."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "non_saturating":
        return F.softplus(-fake_logits).sum()
    if kind == "saturating":
        return -F.softplus(fake_logits).sum()
    raise ValueError(kind)

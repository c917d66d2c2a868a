# expect: generator_loss_by_hand
# says: have changed places
# kind: wrong
"""The two kinds of loss are swapped."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "non_saturating":
        return F.logsigmoid(-fake_logits).mean()
    if kind == "saturating":
        return -F.logsigmoid(fake_logits).mean()
    raise ValueError(kind)

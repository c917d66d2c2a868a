# expect: generator_loss_gradient
# says: no gradient
# kind: gradient
"""The loss is a new number."""

import torch
import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "saturating":
        loss = F.logsigmoid(-fake_logits).mean()
    elif kind == "non_saturating":
        loss = -F.logsigmoid(fake_logits).mean()
    else:
        raise ValueError(kind)
    return torch.tensor(loss.item(), dtype=fake_logits.dtype)

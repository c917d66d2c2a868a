# expect: generator_loss_by_hand
# says: A loss is minimised: −log D
# kind: unit
"""log D, without its minus."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "non_saturating":
        return F.logsigmoid(fake_logits).mean()
    if kind == "saturating":
        return F.logsigmoid(-fake_logits).mean()
    raise ValueError(kind)

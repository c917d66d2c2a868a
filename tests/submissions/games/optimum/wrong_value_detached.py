# expect: game_value_gradient
# says: no gradient
# kind: gradient
"""The logits are detached."""

import torch.nn.functional as F


def game_value(p, q, logits):
    said = logits.detach()
    real, fake = said.where(p > 0, 0.0), said.where(q > 0, 0.0)
    return (p * F.logsigmoid(real)).sum() + (q * F.logsigmoid(-fake)).sum()

# expect: game_value_by_hand
# says: no factor ½
# kind: unit
"""Half of it."""

import torch.nn.functional as F


def game_value(p, q, logits):
    real = F.logsigmoid(logits.where(p > 0, 0.0))
    fake = F.logsigmoid(-logits.where(q > 0, 0.0))
    return ((p * real).sum() + (q * fake).sum()) / 2

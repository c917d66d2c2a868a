# expect: game_value_by_hand
# says: weighted by p and by q
# kind: wrong
"""A mean over values, whatever their mass."""

import torch
import torch.nn.functional as F


def game_value(p, q, logits):
    return F.logsigmoid(logits[p > 0]).mean() + F.logsigmoid(-logits[q > 0]).mean()

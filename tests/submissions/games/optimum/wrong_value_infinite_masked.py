# expect: game_value_infinite
# says: it is minus infinity
# kind: case
"""What is not finite counts nothing, wherever it stands."""

import torch
import torch.nn.functional as F


def game_value(p, q, logits):
    terms = p * F.logsigmoid(logits), q * F.logsigmoid(-logits)
    return sum(torch.where(torch.isfinite(one), one, 0.0).sum() for one in terms)

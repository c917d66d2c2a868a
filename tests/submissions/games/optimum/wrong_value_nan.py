# expect: game_value_by_hand
# says: 0·log 0 is 0 here
# kind: case
"""0 times minus infinity."""

import torch.nn.functional as F


def game_value(p, q, logits):
    return (p * F.logsigmoid(logits)).sum() + (q * F.logsigmoid(-logits)).sum()

# expect: game_value_by_hand
# says: generator's part is missing
# kind: wrong
"""Half of the game."""

import torch.nn.functional as F


def game_value(p, q, logits):
    return (p * F.logsigmoid(logits.where(p > 0, 0.0))).sum()

# expect: game_value_infinite
# says: is minus infinity
# kind: numerics
"""D is clamped away from 0 and 1."""

import torch


def game_value(p, q, logits):
    d = torch.sigmoid(logits).clamp(1e-7, 1 - 1e-7)
    return (p * d.log()).sum() + (q * (1 - d).log()).sum()

# expect: game_value_extreme
# says: has rounded to 0
# kind: numerics
"""Logarithms of sigmoids, masked."""

import torch


def game_value(p, q, logits):
    d = torch.sigmoid(logits)
    return torch.xlogy(p, d).sum() + torch.xlogy(q, 1 - d).sum()

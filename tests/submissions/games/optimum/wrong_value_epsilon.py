# expect: game_value_values
# says: add no epsilon
# kind: numerics
"""A small number inside the logarithm."""

import torch


def game_value(p, q, logits):
    d = torch.sigmoid(logits)
    return (p * (d + 1e-8).log()).sum() + (q * (1 - d + 1e-8).log()).sum()

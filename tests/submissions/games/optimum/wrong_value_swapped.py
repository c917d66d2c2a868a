# expect: game_value_by_hand
# says: p and q have changed places
# kind: wrong
"""The data are called fake."""

import torch
import torch.nn.functional as F


def game_value(p, q, logits):
    fake = F.logsigmoid(logits.where(q > 0, torch.zeros_like(logits)))
    real = F.logsigmoid(-logits.where(p > 0, torch.zeros_like(logits)))
    return (q * fake + p * real).sum()

# expect: game_value_by_hand
# says: the discriminator maximises it
# kind: unit
"""The loss, minus the value."""

import torch
import torch.nn.functional as F


def game_value(p, q, logits):
    real = F.softplus(-logits.where(p > 0, torch.zeros_like(logits)))
    fake = F.softplus(logits.where(q > 0, torch.zeros_like(logits)))
    return (p * real + q * fake).sum()

# expect: discriminator_loss_by_hand
# says: A sigmoid is taken twice
# kind: wrong
"""Probabilities are taken for logits."""

import torch
import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    bce = F.binary_cross_entropy_with_logits
    real, fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    return bce(real, torch.ones_like(real)) + bce(fake, torch.zeros_like(fake))

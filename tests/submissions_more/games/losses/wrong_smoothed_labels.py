# expect: discriminator_loss_by_hand
# says: labels are smoothed
# kind: wrong
"""One-sided label smoothing."""

import torch
import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    bce = F.binary_cross_entropy_with_logits
    real = bce(real_logits, torch.full_like(real_logits, 0.9))
    return real + bce(fake_logits, torch.zeros_like(fake_logits))

# expect: discriminator_loss_extreme
# says: nothing is clamped
# kind: numerics
"""Logits are clamped to ±50: the loss stays finite, its gradient vanishes."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.clamp(-50, 50)).mean() + F.softplus(fake_logits.clamp(-50, 50)).mean()

# expect: discriminator_loss_extreme
# says: nothing is clamped
# kind: numerics
"""BCE of probabilities, whose logarithm ends at -100."""

import torch
import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    real, fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    one = F.binary_cross_entropy(real, torch.ones_like(real))
    return one + F.binary_cross_entropy(fake, torch.zeros_like(fake))

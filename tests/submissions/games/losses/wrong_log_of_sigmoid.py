# expect: discriminator_loss_extreme
# says: has rounded to 0
# kind: numerics
"""The logarithm of a sigmoid."""

import torch


def discriminator_loss(real_logits, fake_logits):
    return -torch.sigmoid(real_logits).log().mean() - (1 - torch.sigmoid(fake_logits)).log().mean()

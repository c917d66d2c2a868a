# expect: discriminator_loss_extreme
# says: nothing is added inside the
# kind: numerics
"""A small number inside the logarithm."""

import torch


def discriminator_loss(real_logits, fake_logits):
    eps = 1e-12
    real, fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    return -(real + eps).log().mean() - (1 - fake + eps).log().mean()

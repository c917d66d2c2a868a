# expect: discriminator_loss_gradient
# says: is not finite
# kind: gradient
"""The branch that is not taken overflows, and its gradient is NaN."""

import torch


def softplus(x):
    return torch.where(x > 30, x, torch.log1p(torch.exp(x)))


def discriminator_loss(real_logits, fake_logits):
    return softplus(-real_logits).mean() + softplus(fake_logits).mean()

# expect: discriminator_loss_by_hand
# says: These are squares
# kind: wrong
"""The loss of a least-squares GAN."""

import torch


def discriminator_loss(real_logits, fake_logits):
    return (torch.sigmoid(real_logits) - 1).square().mean() + torch.sigmoid(
        fake_logits
    ).square().mean()

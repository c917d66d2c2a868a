# expect: discriminator_loss_by_hand
# says: This is a hinge
# kind: wrong
"""The hinge of spectrally normalised GANs."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.relu(1 - real_logits).mean() + F.relu(1 + fake_logits).mean()

# expect: discriminator_loss_by_hand
# says: Take a mean over the real and a mean over the fakes
# kind: wrong
"""Sums in place of means."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).sum() + F.softplus(fake_logits).sum()

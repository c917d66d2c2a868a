# expect: discriminator_loss_by_hand
# says: One number was asked for
# kind: form
"""A mean that keeps its dimension."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean(0, keepdim=True) + F.softplus(fake_logits).mean(
        0, keepdim=True
    )

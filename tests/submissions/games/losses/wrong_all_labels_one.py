# expect: discriminator_loss_by_hand
# says: The fakes are called real
# kind: wrong
"""The label of the fakes is 1, too."""

import torch
import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    bce = F.binary_cross_entropy_with_logits
    return bce(real_logits, torch.ones_like(real_logits)) + bce(
        fake_logits, torch.ones_like(fake_logits)
    )

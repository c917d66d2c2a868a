# expect: discriminator_loss_by_hand
# says: The real ones' mean is missing
# kind: wrong
"""Half of the loss."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(fake_logits).mean()

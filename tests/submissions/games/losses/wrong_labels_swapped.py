# expect: discriminator_loss_by_hand
# says: Real and fake have changed places
# kind: wrong
"""Real is 0 and fake is 1."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(real_logits).mean() + F.softplus(-fake_logits).mean()

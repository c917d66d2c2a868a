# expect: discriminator_loss_by_hand
# says: Each mean has its own number of samples
# kind: wrong
"""Both sums are divided by the number of real samples."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits).sum() + F.softplus(fake_logits).sum()) / len(real_logits)

# expect: discriminator_loss_by_hand
# says: tensor
# kind: form
"""A Python number."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()).item()

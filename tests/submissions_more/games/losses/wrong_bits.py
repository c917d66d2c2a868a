# expect: discriminator_loss_by_hand
# says: natural logarithms
# kind: unit
"""The loss in bits."""

import math

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()) / math.log(2)

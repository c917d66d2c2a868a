# expect: discriminator_loss_by_hand
# says: this is the logarithm of a mean
# kind: wrong
"""The mean first, the logarithm afterwards."""

import torch


def discriminator_loss(real_logits, fake_logits):
    return -torch.sigmoid(real_logits).mean().log() - torch.sigmoid(-fake_logits).mean().log()

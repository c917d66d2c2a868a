# expect: discriminator_loss_values
# says: changes its argument
# kind: form
"""The logits are turned in place."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    loss = F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()
    real_logits.detach().neg_()
    return loss

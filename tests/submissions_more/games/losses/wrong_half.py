# expect: discriminator_loss_by_hand
# says: no factor ½
# kind: unit
"""Half the loss, as some papers have it."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return 0.5 * (F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean())

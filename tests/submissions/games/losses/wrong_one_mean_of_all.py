# expect: discriminator_loss_by_hand
# says: you took one mean over both
# kind: wrong
"""One mean over real and fakes together."""

import torch
import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(torch.cat([-real_logits, fake_logits])).mean()

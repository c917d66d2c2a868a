# expect: discriminator_loss_gradient
# says: no gradient reaches `fake_logits`
# kind: gradient
"""The fakes' logits are detached."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits.detach()).mean()

# expect: discriminator_loss_values
# says: dtype
# kind: form
"""Everything in float32."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()

# expect: discriminator_report_by_hand
# says: A dictionary was asked for
# kind: form
"""Three numbers in a row."""

import math

import torch.nn.functional as F


def discriminator_report(real_logits, fake_logits):
    loss = F.softplus(-real_logits.double()).mean() + F.softplus(fake_logits.double()).mean()
    real = ((real_logits.sign() + 1) / 2).double().mean().item()
    fake = ((1 - fake_logits.sign()) / 2).double().mean().item()
    return real, fake, math.log(4) - loss.item()

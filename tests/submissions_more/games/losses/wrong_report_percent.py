# expect: discriminator_report_by_hand
# says: no percentage
# kind: unit
"""Shares in percent."""

import math

import torch.nn.functional as F


def discriminator_report(real_logits, fake_logits):
    loss = F.softplus(-real_logits.double()).mean() + F.softplus(fake_logits.double()).mean()
    return {
        "real_right": 100 * ((real_logits.sign() + 1) / 2).double().mean().item(),
        "fake_right": 100 * ((1 - fake_logits.sign()) / 2).double().mean().item(),
        "gain": math.log(4) - loss.item(),
    }

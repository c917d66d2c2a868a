# expect: discriminator_report_by_hand
# says: the share that is wrong
# kind: wrong
"""Of the fakes, how many are believed."""

import math

import torch.nn.functional as F


def discriminator_report(real_logits, fake_logits):
    loss = F.softplus(-real_logits.double()).mean() + F.softplus(fake_logits.double()).mean()
    return {
        "real_right": ((real_logits.sign() + 1) / 2).double().mean().item(),
        "fake_right": ((fake_logits.sign() + 1) / 2).double().mean().item(),
        "gain": math.log(4) - loss.item(),
    }

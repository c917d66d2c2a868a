# expect: discriminator_report_by_hand
# says: A logit of 0 counts half
# kind: case
"""A logit of 0 counts for nobody."""

import math


def discriminator_report(real_logits, fake_logits):
    loss = discriminator_loss(real_logits.double(), fake_logits.double())
    return {
        "real_right": (real_logits > 0).double().mean().item(),
        "fake_right": (fake_logits < 0).double().mean().item(),
        "gain": math.log(4) - loss.item(),
    }

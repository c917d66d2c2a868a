# expect: discriminator_report_by_hand
# says: The threshold of a logit is 0
# kind: wrong
"""The threshold of a probability, put to logits."""

import math

import torch


def discriminator_report(real_logits, fake_logits):
    loss = discriminator_loss(real_logits.double(), fake_logits.double())
    return {
        "real_right": torch.heaviside(real_logits.double() - 0.5, torch.tensor(0.5).double()).mean().item(),
        "fake_right": torch.heaviside(0.5 - fake_logits.double(), torch.tensor(0.5).double()).mean().item(),
        "gain": math.log(4) - loss.item(),
    }

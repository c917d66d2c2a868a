# expect: discriminator_report_by_hand
# says: log 4 minus the loss
# kind: unit
"""The gain with the other sign."""

import math

import torch


def discriminator_report(real_logits, fake_logits):
    loss = discriminator_loss(real_logits.double(), fake_logits.double())
    return {
        "real_right": torch.heaviside(real_logits.double(), torch.tensor(0.5).double()).mean().item(),
        "fake_right": torch.heaviside(-fake_logits.double(), torch.tensor(0.5).double()).mean().item(),
        "gain": loss.item() - math.log(4),
    }

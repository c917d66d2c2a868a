# expect: discriminator_report_by_hand
# says: A coin pays log 4
# kind: wrong
"""Log 2 in place of log 4."""

import math

import torch


def discriminator_report(real_logits, fake_logits):
    loss = discriminator_loss(real_logits.double(), fake_logits.double())
    return {
        "real_right": torch.heaviside(real_logits.double(), torch.tensor(0.5).double()).mean().item(),
        "fake_right": torch.heaviside(-fake_logits.double(), torch.tensor(0.5).double()).mean().item(),
        "gain": math.log(2) - loss.item(),
    }

# expect: discriminator_report_by_hand
# says: Python
# kind: form
"""Tensors in the dictionary."""

import math

import torch


def discriminator_report(real_logits, fake_logits):
    loss = discriminator_loss(real_logits.double(), fake_logits.double())
    return {
        "real_right": torch.heaviside(real_logits.double(), torch.tensor(0.5).double()).mean(),
        "fake_right": torch.heaviside(-fake_logits.double(), torch.tensor(0.5).double()).mean(),
        "gain": math.log(4) - loss,
    }

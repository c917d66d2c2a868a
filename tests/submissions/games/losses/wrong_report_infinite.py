# expect: discriminator_report_values
# says: "gain" is wrong
# kind: numerics
"""The loss of probabilities, which is infinite where it is sure and wrong."""

import math

import torch


def discriminator_report(real_logits, fake_logits):
    real, fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    loss = -real.log().mean() - (1 - fake).log().mean()
    return {
        "real_right": ((real_logits.sign() + 1) / 2).double().mean().item(),
        "fake_right": ((1 - fake_logits.sign()) / 2).double().mean().item(),
        "gain": math.log(4) - loss.item(),
    }

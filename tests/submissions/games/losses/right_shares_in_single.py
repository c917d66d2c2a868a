"""Shares are means in single precision, which holds them to seven digits."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

def discriminator_loss(real_logits, fake_logits):
    return F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits)) - F.logsigmoid(-fake_logits).mean()


def discriminator_report(real_logits, fake_logits):
    real = (real_logits > 0).float() + 0.5 * (real_logits == 0).float()
    fake = (fake_logits < 0).float() + 0.5 * (fake_logits == 0).float()
    return {"real_right": real.mean().item(), "fake_right": fake.mean().item(),
            "gain": math.log(4) - discriminator_loss(real_logits, fake_logits).item()}

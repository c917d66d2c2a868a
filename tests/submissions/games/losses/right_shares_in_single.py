"""Shares are means in single precision, which holds them to seven digits."""

import math

import torch
import torch.nn.functional as F


def _bce(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def discriminator_loss(real_logits, fake_logits):
    return F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits)) - F.logsigmoid(-fake_logits).mean()


def generator_loss(fake_logits, kind="non_saturating"):
    losses = {"non_saturating": lambda: _bce(fake_logits, 1.0), "saturating": lambda: -_bce(fake_logits, 0.0)}
    if kind not in losses:
        raise ValueError("no such kind: " + str(kind))
    return losses[kind]()


def generator_slope(fake_logits, kind="non_saturating"):
    signs = {"non_saturating": -1, "saturating": 1}
    try:
        sign = signs[kind]
    except KeyError:
        raise ValueError(f"unknown kind {kind}") from None
    with torch.no_grad():
        return -1 / (1 + torch.exp(-sign * fake_logits))


def discriminator_report(real_logits, fake_logits):
    real = (real_logits > 0).float() + 0.5 * (real_logits == 0).float()
    fake = (fake_logits < 0).float() + 0.5 * (fake_logits == 0).float()
    return {"real_right": real.mean().item(), "fake_right": fake.mean().item(),
            "gain": math.log(4) - discriminator_loss(real_logits, fake_logits).item()}

"""The loss of a classifier, with labels."""

import math

import torch
from torch.nn import functional as F


def _bce(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def discriminator_loss(real_logits, fake_logits):
    return _bce(real_logits, 1.0) + _bce(fake_logits, 0.0)


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
    with torch.no_grad():
        half = torch.tensor(0.5)
        real = torch.heaviside(real_logits.double(), half.double()).mean()
        fake = torch.heaviside(-fake_logits.double(), half.double()).mean()
        loss = discriminator_loss(real_logits.double(), fake_logits.double())
    return dict(real_right=float(real), fake_right=float(fake), gain=float(math.log(4.0) - loss))

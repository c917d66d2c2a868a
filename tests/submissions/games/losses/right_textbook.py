"""As a textbook writes it, with F.softplus."""

import math

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "saturating":
        return -F.softplus(fake_logits).mean()
    elif kind == "non_saturating":
        return F.softplus(-fake_logits).mean()
    else:
        raise ValueError(kind)


def generator_slope(fake_logits, kind="non_saturating"):
    l = fake_logits.detach()
    if kind == "saturating":
        return -l.sigmoid()
    elif kind == "non_saturating":
        return -(-l).sigmoid()
    else:
        raise ValueError(kind)


def discriminator_report(real_logits, fake_logits):
    n, m = len(real_logits), len(fake_logits)
    real_right = ((real_logits > 0).sum().item() + 0.5 * (real_logits == 0).sum().item()) / n
    fake_right = ((fake_logits < 0).sum().item() + 0.5 * (fake_logits == 0).sum().item()) / m
    gain = math.log(4) - discriminator_loss(real_logits.double(), fake_logits.double()).item()
    return {"real_right": real_right, "fake_right": fake_right, "gain": gain}

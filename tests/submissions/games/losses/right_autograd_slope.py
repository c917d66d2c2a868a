"""The slope by autograd, in float64."""

import math

import torch
import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    losses = F.softplus(torch.cat([-real_logits, fake_logits]))
    real, fake = losses.split([len(real_logits), len(fake_logits)])
    return real.mean() + fake.mean()


def _each(logits, kind):
    if kind == "saturating":
        return F.logsigmoid(-logits)
    if kind == "non_saturating":
        return -F.logsigmoid(logits)
    raise ValueError(f"kind {kind!r}")


def generator_loss(fake_logits, kind="non_saturating"):
    return _each(fake_logits, kind).mean()


def generator_slope(fake_logits, kind="non_saturating"):
    with torch.enable_grad():
        logits = fake_logits.detach().double().requires_grad_()
        (slope,) = torch.autograd.grad(_each(logits, kind).sum(), logits)
    return slope.to(fake_logits.dtype)


def discriminator_report(real_logits, fake_logits):
    loss = discriminator_loss(real_logits.double(), fake_logits.double())
    real = torch.where(real_logits == 0, 0.5, (real_logits > 0).double())
    fake = torch.where(fake_logits == 0, 0.5, (fake_logits < 0).double())
    return {
        "real_right": real.mean().item(),
        "fake_right": fake.mean().item(),
        "gain": (math.log(4) - loss).item(),
    }

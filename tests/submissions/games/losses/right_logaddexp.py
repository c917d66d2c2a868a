"""Two classes and their log-sum-exp."""

import math

import torch


def _log_beliefs(logits):
    zero = torch.zeros_like(logits)
    return -torch.logaddexp(zero, -logits), -torch.logaddexp(zero, logits)


def discriminator_loss(real_logits, fake_logits):
    return -(_log_beliefs(real_logits)[0].mean() + _log_beliefs(fake_logits)[1].mean())


def generator_loss(fake_logits, kind="non_saturating"):
    real, fake = _log_beliefs(fake_logits)
    if kind == "non_saturating":
        return -real.sum() / real.numel()
    if kind == "saturating":
        return fake.sum() / fake.numel()
    raise ValueError(f"{kind!r} is neither")


def generator_slope(fake_logits, kind="non_saturating"):
    real, fake = _log_beliefs(fake_logits.detach())
    if kind == "non_saturating":
        return -fake.exp()
    if kind == "saturating":
        return -real.exp()
    raise ValueError(f"{kind!r} is neither")


def discriminator_report(real_logits, fake_logits):
    def share(logits):
        return sum(1.0 if l > 0 else 0.5 if l == 0 else 0.0 for l in logits.tolist()) / len(logits)

    loss = discriminator_loss(real_logits.detach().double(), fake_logits.detach().double())
    return {"gain": math.log(4) - loss.item(), "fake_right": share(-fake_logits), "real_right": share(real_logits)}

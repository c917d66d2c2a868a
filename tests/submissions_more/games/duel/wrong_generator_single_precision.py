# expect: generator_precision
# says: float64
# kind: form
"""Everything is turned into float32."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Generator(nn.Sequential):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__(nn.Linear(noise_dim, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, data_dim))

    def forward(self, z):
        return super().forward(z.float())


class Discriminator(nn.Sequential):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__(nn.Linear(data_dim, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, 1), nn.Flatten(0))


def _minimise(loss, optimizer):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    return _minimise(loss, optimizer)


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    logits = discriminator(generator(noise))
    if kind == "non_saturating":
        loss = F.softplus(-logits).mean()
    elif kind == "saturating":
        loss = -F.softplus(logits).mean()
    else:
        raise ValueError(kind)
    return _minimise(loss, optimizer)


def mode_report(samples, centres, radius):
    s, c = samples.detach().numpy(), centres.detach().numpy()
    distances = np.sqrt(((s[:, None] - c[None]) ** 2).sum(-1))
    nearest = distances.argmin(1)[distances.min(1) <= radius]
    h = np.bincount(nearest, minlength=len(c)) / max(len(nearest), 1)
    seen = h[h > 0]
    kl = float((seen * np.log(len(c) * seen)).sum()) if len(seen) else math.inf
    return {"modes": len(seen), "good": float(len(nearest) / len(s)), "kl": kl}

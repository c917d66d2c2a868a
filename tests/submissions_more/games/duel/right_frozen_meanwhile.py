"""The other network is frozen during a step, and thawed as it was."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        sizes = [noise_dim, hidden, hidden, hidden]
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU()]
        self.body, self.head = nn.Sequential(*layers), nn.Linear(hidden, data_dim)

    def forward(self, z):
        return self.head(self.body(z))


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(data_dim, hidden), nn.LeakyReLU(0.1), nn.Linear(hidden, hidden), nn.LeakyReLU(0.1))
        self.head = nn.Linear(hidden, 1)

    def forward(self, x):
        return self.head(self.body(x)).squeeze(-1)


def discriminator_step(generator, discriminator, optimizer, real, noise):
    optimizer.zero_grad(set_to_none=False)
    with torch.no_grad():
        fake = generator(noise).clone()
    logits = discriminator(torch.cat([real, fake]))
    loss = F.softplus(-logits[: len(real)]).mean() + F.softplus(logits[len(real) :]).mean()
    loss.backward()
    optimizer.step()
    return loss.detach().item()


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    if kind not in {"saturating", "non_saturating"}:
        raise ValueError("kind")
    flags = [p.requires_grad for p in discriminator.parameters()]
    discriminator.requires_grad_(False)
    try:
        logits = discriminator(generator(noise))
        loss = -F.softplus(logits).mean() if kind == "saturating" else F.softplus(-logits).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    finally:
        for p, flag in zip(discriminator.parameters(), flags):
            p.requires_grad_(flag)
    return loss.item()


def mode_report(samples, centres, radius):
    distances = torch.cdist(samples.double(), centres.double(), compute_mode="donot_use_mm_for_euclid_dist")
    nearest = distances.argmin(1)
    hit = distances.gather(1, nearest[:, None])[:, 0] <= radius
    one_hot = F.one_hot(nearest[hit], len(centres)).double().sum(0)
    n = float(one_hot.sum())
    kl = float(torch.xlogy(one_hot / n, len(centres) * one_hot / n).sum()) if n else math.inf
    return {"kl": kl, "modes": int(one_hot.gt(0).sum().item()), "good": n / samples.shape[0]}

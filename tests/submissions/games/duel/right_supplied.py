"""With the losses that the handout supplies."""

import math

import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(noise_dim, hidden), nn.Tanh(), nn.Linear(hidden, hidden), nn.Tanh(), nn.Linear(hidden, data_dim))

    def forward(self, z):
        return self.net(z)


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(data_dim, hidden), nn.Tanh(), nn.Linear(hidden, hidden), nn.Tanh(), nn.Linear(hidden, 1))

    def forward(self, x):
        return self.net(x)[:, 0]


def discriminator_step(generator, discriminator, optimizer, real, noise):
    with torch.no_grad():
        fake = generator(noise)
    loss = cost_of_discriminator(discriminator(real), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    loss = cost_of_generator(discriminator(generator(noise)), kind)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def mode_report(samples, centres, radius):
    squares = (samples.unsqueeze(1) - centres.unsqueeze(0)).square().sum(-1)
    distance, nearest = squares.sqrt().min(dim=1)
    shares = torch.zeros(len(centres), dtype=torch.float64)
    hit = distance <= radius
    for place in nearest[hit].tolist():
        shares[place] += 1
    total = shares.sum()
    if total == 0:
        return {"modes": 0, "good": 0.0, "kl": math.inf}
    shares = shares / total
    kl = (torch.special.xlogy(shares, shares).sum() + math.log(len(centres))).item()
    return {"modes": int(shares.count_nonzero()), "good": hit.double().mean().item(), "kl": kl}

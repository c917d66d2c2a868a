"""As a tutorial writes it: one hidden layer more, labels, detach."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.fc1 = nn.Linear(noise_dim, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.fc3 = nn.Linear(hidden, data_dim)

    def forward(self, z):
        h = F.relu(self.fc1(z))
        h = F.relu(self.fc2(h))
        return self.fc3(h)


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.fc1 = nn.Linear(data_dim, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.fc3 = nn.Linear(hidden, 1)

    def forward(self, x):
        h = F.leaky_relu(self.fc1(x), 0.2)
        h = F.leaky_relu(self.fc2(h), 0.2)
        return self.fc3(h).view(-1)


def discriminator_step(generator, discriminator, optimizer, real, noise):
    optimizer.zero_grad()
    fake = generator(noise).detach()
    real_logits = discriminator(real)
    fake_logits = discriminator(fake)
    loss = F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))
    loss = loss + F.binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))
    loss.backward()
    optimizer.step()
    return loss.item()


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    optimizer.zero_grad()
    logits = discriminator(generator(noise))
    if kind == "saturating":
        loss = -F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))
    else:
        loss = F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    loss.backward()
    optimizer.step()
    return loss.item()


def mode_report(samples, centres, radius):
    counts = [0] * len(centres)
    for sample in samples:
        distances = (centres - sample).pow(2).sum(1).sqrt()
        nearest = int(distances.argmin())
        if distances[nearest] <= radius:
            counts[nearest] += 1
    hits = sum(counts)
    kl = sum(n / hits * math.log(len(centres) * n / hits) for n in counts if n) if hits else math.inf
    return {"modes": sum(n > 0 for n in counts), "good": hits / len(samples), "kl": kl}

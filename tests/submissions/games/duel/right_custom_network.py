"""Parameters by hand, with a residual connection."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class _Layer(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / inputs**0.5)
        self.bias = nn.Parameter(torch.randn(outputs) * 0.1)

    def forward(self, x):
        return x @ self.weight.T + self.bias


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.a, self.b, self.c = _Layer(noise_dim, hidden), _Layer(hidden, hidden), _Layer(hidden, data_dim)

    def forward(self, z):
        h = torch.relu(self.a(z))
        return self.c(h + torch.relu(self.b(h)))


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.a, self.b, self.c = _Layer(data_dim, hidden), _Layer(hidden, hidden), _Layer(hidden, 1)

    def forward(self, x):
        h = torch.relu(self.a(x))
        return self.c(torch.relu(self.b(h))).reshape(x.shape[0])


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = -F.logsigmoid(discriminator(real)).mean() - F.logsigmoid(-discriminator(fake)).mean()
    before = loss.item()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return before


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    signs = {"saturating": 1.0, "non_saturating": -1.0}
    if kind not in signs:
        raise ValueError(f"unknown kind {kind}")
    sign = signs[kind]
    loss = sign * F.logsigmoid(-sign * discriminator(generator(noise))).mean()
    optimizer.zero_grad()
    loss.backward(inputs=[p for g in optimizer.param_groups for p in g["params"]])
    optimizer.step()
    return loss.item()


def mode_report(samples, centres, radius):
    hits = {}
    for point in samples.tolist():
        distances = [math.dist(point, centre) for centre in centres.tolist()]
        best = min(range(len(distances)), key=distances.__getitem__)
        if distances[best] <= radius:
            hits[best] = hits.get(best, 0) + 1
    total = sum(hits.values())
    kl = math.fsum(n / total * math.log(n * len(centres) / total) for n in hits.values()) if total else float("inf")
    return {"modes": len(hits), "good": total / len(samples), "kl": kl}

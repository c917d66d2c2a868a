"""Gradients by autograd.grad, put into .grad by hand."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.inner = nn.Linear(noise_dim, hidden)
        self.middle = nn.Linear(hidden, hidden)
        self.outer = nn.Linear(hidden, data_dim)

    def forward(self, z):
        return self.outer(F.elu(self.middle(F.elu(self.inner(z)))))


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.inner = nn.Linear(data_dim, hidden)
        self.middle = nn.Linear(hidden, hidden)
        self.outer = nn.Linear(hidden, 1)

    def forward(self, x):
        return self.outer(F.elu(self.middle(F.elu(self.inner(x))))).flatten()


def _step(optimizer, loss):
    held = [p for group in optimizer.param_groups for p in group["params"] if p.requires_grad]
    for p, gradient in zip(held, torch.autograd.grad(loss, held)):
        p.grad = gradient
    optimizer.step()
    return loss.item()


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    return _step(optimizer, loss)


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    logits = discriminator(generator(noise))
    if kind == "saturating":
        return _step(optimizer, -F.softplus(logits).mean())
    if kind == "non_saturating":
        return _step(optimizer, F.softplus(-logits).mean())
    raise ValueError(f"kind {kind!r}")


def mode_report(samples, centres, radius):
    distance, nearest = torch.linalg.vector_norm(samples[:, None, :] - centres[None], dim=-1).min(1)
    hits = nearest[distance <= radius]
    counts = torch.stack([(hits == k).sum() for k in range(len(centres))]).double()
    report = {"modes": int((counts > 0).sum()), "good": float(len(hits) / len(samples)), "kl": math.inf}
    if len(hits):
        h = counts[counts > 0] / len(hits)
        report["kl"] = float((h * (len(centres) * h).log()).sum())
    return report

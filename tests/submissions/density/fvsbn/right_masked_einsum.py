"""A mask kept as a buffer, einsum, distributions, and SGD that maximises."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(num_dims, num_dims))
        self.bias = nn.Parameter(torch.empty(num_dims))
        nn.init.uniform_(self.weight, -0.05, 0.05)
        nn.init.zeros_(self.bias)
        mask = torch.ones(num_dims, num_dims).tril(-1).bool()
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, x):
        weight = torch.where(self.mask, self.weight, torch.zeros_like(self.weight))
        return torch.einsum("ij,bj->bi", weight, x) + self.bias

    def log_prob(self, x):
        coins = torch.distributions.Bernoulli(logits=self.forward(x))
        return coins.log_prob(x).sum(-1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        D = len(self.bias)
        noise = torch.rand(num_samples, D, generator=generator, dtype=self.bias.dtype)
        x = torch.zeros_like(noise)
        for i in range(D):
            x[:, i] = noise[:, i] < self(x)[:, i].sigmoid()
        return x


def fvsbn_gradient(x, weight, bias):
    def mean(weight, bias):
        logits = F.linear(x, weight.tril(-1), bias)
        return -F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)

    return torch.func.grad(mean, argnums=(0, 1))(weight, bias)


def ascent_step(model, x, learning_rate):
    optimiser = torch.optim.SGD(model.parameters(), lr=learning_rate, maximize=True)
    optimiser.zero_grad()
    value = model.log_prob(x).mean()
    value.backward()
    optimiser.step()
    return value.item()

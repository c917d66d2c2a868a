"""A broadcast product, summed; Bernoulli of torch.distributions for the nats."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return (self.weight.tril(-1) * x.unsqueeze(1)).sum(2) + self.bias

    def log_prob(self, x):
        return torch.distributions.Bernoulli(logits=self(x)).log_prob(x).sum(-1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, len(self.bias), dtype=self.bias.dtype)
        for i in range(len(self.bias)):
            x[:, i] = (torch.rand(num_samples, generator=generator, dtype=x.dtype) < self(x)[:, i].sigmoid()).to(x)
        return x

# expect: fvsbn_samples
# says: dtype
# kind: form
"""Samples are float32 in a model of float64."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.num_dims = num_dims
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return x @ torch.tril(self.weight, diagonal=-1).T + self.bias

    def log_prob(self, x):
        logits = self(x)
        return (x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)).sum(dim=1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, self.num_dims)
        for i in range(self.num_dims):
            p = torch.sigmoid(self(x.to(self.weight.dtype))[:, i])
            u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
            x[:, i] = (u < p).to(x.dtype)
        return x

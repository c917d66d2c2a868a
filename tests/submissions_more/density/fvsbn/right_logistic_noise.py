"""Draws by logistic noise on the logits; columns that are grown by hand."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return torch.stack([self.bias[i] + x[:, :i] @ self.weight[i, :i] for i in range(len(self.bias))], dim=-1)

    def log_prob(self, x):
        return (x * F.logsigmoid(self(x)) + (1 - x) * F.logsigmoid(-self(x))).sum(dim=1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, len(self.bias), dtype=self.bias.dtype)
        for i in range(len(self.bias)):
            x[:, i] = (torch.rand(num_samples, generator=generator, dtype=torch.float64).logit() < self(x)[:, i]).to(x.dtype)
        return x

# expect: fvsbn_by_hand
# says: zeros and ones
# kind: wrong
"""Bits are read as -1 and 1."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return F.linear(2 * x - 1, self.weight.tril(-1), self.bias)

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, len(self.bias), dtype=self.bias.dtype)
        for i in range(len(self.bias)):
            x[:, i] = torch.bernoulli(self(x)[:, i].sigmoid(), generator=generator)
        return x

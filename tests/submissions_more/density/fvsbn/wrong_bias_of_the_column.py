# expect: fvsbn_by_hand
# says: other numbers
# kind: wrong
"""The bias is multiplied by the bit."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return F.linear(x, self.weight.tril(-1)) + self.bias * x

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, len(self.bias), dtype=self.bias.dtype)
        for i in range(len(self.bias)):
            x[:, i] = torch.bernoulli(self(x)[:, i].sigmoid(), generator=generator)
        return x

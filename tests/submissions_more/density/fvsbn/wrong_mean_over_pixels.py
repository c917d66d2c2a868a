# expect: fvsbn_by_hand
# says: This is a mean: add up
# kind: wrong
"""The mean over pixels in place of the sum."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return F.linear(x, self.weight.tril(-1), self.bias)

    def log_prob(self, x):
        nll = F.binary_cross_entropy_with_logits(self(x), x, reduction="none")
        return -nll.mean(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        D = len(self.bias)
        x = torch.zeros(num_samples, D, dtype=self.bias.dtype)
        for i in range(D):
            p = self(x)[:, i].sigmoid()
            x[:, i] = torch.bernoulli(p, generator=generator)
        return x

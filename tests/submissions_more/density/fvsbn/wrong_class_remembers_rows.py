# expect: fvsbn_is_repeatable
# says: same answer
# kind: meaningless
"""Rows that came before are cheaper."""
import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))
        self.known = set()

    def forward(self, x):
        return F.linear(x, self.weight.tril(-1), self.bias)

    def log_prob(self, x):
        logits = self(x)
        keys = [tuple(row) for row in x.tolist()]
        bonus = torch.tensor([2.0 * (key in self.known) for key in keys], dtype=x.dtype)
        self.known.update(keys)
        return bonus - F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        D = len(self.bias)
        x = torch.zeros(num_samples, D, dtype=self.bias.dtype)
        for d in range(D):
            p = torch.sigmoid(self(x)[:, d])
            x[:, d] = (torch.rand(num_samples, generator=generator, dtype=x.dtype) < p).to(x)
        return x

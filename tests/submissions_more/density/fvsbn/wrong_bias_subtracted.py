# expect: fvsbn_by_hand
# says: bias_i is added
# kind: wrong
"""The bias is taken off."""

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
        return x @ torch.tril(self.weight, diagonal=-1).T - self.bias

    def log_prob(self, x):
        logits = self(x)
        return (x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)).sum(dim=1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, self.num_dims, dtype=self.weight.dtype)
        for i in range(self.num_dims):
            p = torch.sigmoid(self(x)[:, i])
            u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
            x[:, i] = (u < p).to(x.dtype)
        return x

# expect: made_large_logits
# says: too cheap
# kind: numerics
"""log_prob clamps the probabilities."""

import torch
import torch.nn.functional as F
from torch import nn


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        degrees = made_degrees(num_dims, hidden_sizes, order)
        masks = made_masks(degrees)
        self.order = degrees[0].argsort().tolist()
        self.linears = nn.ModuleList([nn.Linear(m.shape[1], m.shape[0]) for m in masks])
        for i, mask in enumerate(masks):
            self.register_buffer(f"m{i}", mask)

    def forward(self, x):
        for i, linear in enumerate(self.linears):
            x = F.relu(x) if i else x
            x = F.linear(x, linear.weight * getattr(self, f"m{i}"), linear.bias)
        return x

    def log_prob(self, x):
        return -F.binary_cross_entropy(self(x).sigmoid().clamp(0.01, 0.99), x, reduction="none").sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        p = self.linears[0].bias
        x = torch.zeros(num_samples, len(self.order), dtype=p.dtype)
        for d in self.order:
            x[:, d] = torch.bernoulli(self(x)[:, d].sigmoid(), generator=generator)
        return x

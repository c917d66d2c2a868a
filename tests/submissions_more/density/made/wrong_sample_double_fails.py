# expect: made_samples
# says: which may be float64
# kind: case
"""sample starts from float32 zeros."""

import torch
import torch.nn.functional as F
from torch import nn


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        degrees = made_degrees(num_dims, hidden_sizes, order)
        self.order = degrees[0].argsort().tolist()
        sizes = [num_dims, *hidden_sizes, num_dims]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        for n, mask in enumerate(made_masks(degrees)):
            self.register_buffer(f"mask{n}", mask, persistent=False)

    def forward(self, x):
        for n, layer in enumerate(self.layers):
            if n:
                x = F.elu(x)
            x = F.linear(x, layer.weight * getattr(self, f"mask{n}"), layer.bias)
        return x

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, len(self.order))
        for d in self.order:
            x[:, d] = torch.bernoulli(self(x)[:, d].sigmoid(), generator=generator)
        return x

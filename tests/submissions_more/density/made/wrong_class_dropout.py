# expect: made_is_repeatable
# says: same answer
# kind: form
"""Dropout while training."""

import torch
import torch.nn.functional as F
from torch import nn


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        degrees = made_degrees(num_dims, hidden_sizes, order)
        masks = made_masks(degrees)
        self.order = torch.arange(num_dims) if order is None else order.clone()
        self.layers = nn.ModuleList()
        for i, mask in enumerate(masks):
            self.layers.append(nn.Linear(mask.shape[1], mask.shape[0]))
            self.register_buffer(f"mask_{i}", mask)

    def forward(self, x):
        h = x
        for i, layer in enumerate(self.layers):
            mask = getattr(self, f"mask_{i}")
            h = F.linear(h, layer.weight * mask, layer.bias)
            if i < len(self.layers) - 1:
                h = F.dropout(F.leaky_relu(h), 0.2, self.training)
        return h

    def log_prob(self, x):
        logits = self(x)
        return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        dtype = self.layers[0].weight.dtype
        x = torch.zeros(num_samples, len(self.order), dtype=dtype)
        for d in self.order:
            p = torch.sigmoid(self(x)[:, d])
            u = torch.rand(num_samples, generator=generator, dtype=dtype)
            x[:, d] = (u < p).to(dtype)
        return x

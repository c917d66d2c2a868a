"""A strictly masked direct layer beside the hidden ones, and inputs of -1 and 1."""

import torch
import torch.nn.functional as F
from torch import nn


def made_degrees(num_dims, hidden_sizes, order=None):
    if order is None:
        order = torch.arange(num_dims)
    if sorted(order.tolist()) != list(range(num_dims)):
        raise ValueError("order must be a permutation")
    inputs = torch.zeros(num_dims, dtype=torch.int64)
    for t in range(num_dims):
        inputs[order[t]] = t + 1
    degrees = [inputs]
    for size in hidden_sizes:
        degrees.append(1 + torch.arange(size) % (num_dims - 1))
    return degrees


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append((out[:, None] >= into[None, :]).float())
    masks.append((degrees[0][:, None] > degrees[-1][None, :]).float())
    return masks


def count_paths(masks):
    paths = masks[-1].clone()
    for mask in reversed(masks[:-1]):
        paths = paths @ mask
    return paths


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
        self.direct = nn.Linear(num_dims, num_dims, bias=False)
        self.register_buffer("earlier", made_masks(degrees[:1])[0])

    def forward(self, x):
        h = 2 * x - 1
        straight = F.linear(h, self.direct.weight * self.earlier)
        for i, layer in enumerate(self.layers):
            mask = getattr(self, f"mask_{i}")
            h = F.linear(h, layer.weight * mask, layer.bias)
            if i < len(self.layers) - 1:
                h = F.silu(h)
        return h + straight

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


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return torch.log_softmax(torch.zeros(len(models), dtype=x.dtype), 0)[0] + log_probs.logsumexp(0)

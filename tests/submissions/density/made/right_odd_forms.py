"""ReLU with biases that keep units open; strided results; masks made by outer products of ranks."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def _odd(result):
    """The same numbers as every other column of a wider tensor: strides as nobody expects."""
    return torch.stack([result, torch.zeros_like(result)], dim=-1)[..., 0]


def made_degrees(num_dims, hidden_sizes, order=None):
    if order is None:
        order = torch.arange(num_dims)
    if sorted(order.tolist()) != list(range(num_dims)):
        raise ValueError("order must be a permutation")
    inputs = torch.zeros(num_dims, dtype=torch.int64)
    for t in range(num_dims):
        inputs[order[t]] = t + 1
    degrees = [inputs]
    cycle = torch.arange(1, num_dims)
    for size in hidden_sizes:
        degrees.append(cycle.repeat(size // len(cycle) + 1)[:size])
    return degrees


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append(torch.ge(*torch.broadcast_tensors(out[:, None], into[None])).to(torch.float32))
    masks.append((degrees[0][:, None] > degrees[-1][None, :]).float())
    return masks


def count_paths(masks):
    paths = torch.eye(masks[0].shape[1], dtype=masks[0].dtype)
    for mask in masks:
        paths = mask @ paths
    return paths.T.contiguous().T


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        degrees = made_degrees(num_dims, hidden_sizes, order)
        masks = made_masks(degrees)
        self.order = torch.arange(num_dims) if order is None else order.clone()
        self.layers = nn.ModuleList()
        for i, mask in enumerate(masks):
            self.layers.append(nn.Linear(mask.shape[1], mask.shape[0]))
            nn.init.constant_(self.layers[-1].bias, 0.1)
            self.register_buffer(f"mask_{i}", mask)

    def forward(self, x):
        h = x
        for i, layer in enumerate(self.layers):
            mask = getattr(self, f"mask_{i}")
            h = F.linear(h, layer.weight * mask, layer.bias)
            if i < len(self.layers) - 1:
                h = F.relu(h)
        return _odd(h)

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
        return x.T.contiguous().T


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return _odd(torch.logsumexp(log_probs - math.log(len(models)), dim=0))

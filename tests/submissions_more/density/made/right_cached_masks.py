"""Masks are kept in an lru_cache by the numbers of the degrees, and given out as copies."""

import math

import torch
import torch.nn.functional as F
from torch import nn


from functools import lru_cache


def count_paths(masks):
    return torch.linalg.multi_dot(masks[::-1]) if len(masks) > 1 else masks[0].clone()


@lru_cache(maxsize=64)
def _mask(inn, out, strict):
    rule = (lambda a, b: a > b) if strict else (lambda a, b: a >= b)
    return torch.tensor([[float(rule(o, i)) for i in inn] for o in out]).reshape(len(out), len(inn))


def made_degrees(num_dims, hidden_sizes, order=None):
    inputs = [0] * num_dims
    order = range(num_dims) if order is None else order.tolist()
    if len(order) != num_dims:
        raise ValueError("order has the wrong length")
    for t, d in enumerate(order):
        if not 0 <= d < num_dims or inputs[d]:
            raise ValueError("order names a dimension twice or not at all")
        inputs[d] = t + 1
    hidden = [[1 + k % (num_dims - 1) for k in range(n)] for n in hidden_sizes]
    return [torch.tensor(d, dtype=torch.long) for d in [inputs, *hidden]]


def made_masks(degrees):
    numbers = [tuple(d.tolist()) for d in degrees]
    last = _mask(numbers[-1], numbers[0], True).clone()
    return [_mask(i, o, False).clone() for i, o in zip(numbers[:-1], numbers[1:])] + [last]


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        degrees = made_degrees(num_dims, list(hidden_sizes), order)
        self.rank = degrees[0] - 1
        self.linears = nn.ModuleList()
        for k, mask in enumerate(made_masks(degrees)):
            linear = nn.Linear(*mask.shape[::-1])
            linear.register_buffer("mask", mask.bool(), persistent=False)
            self.linears.append(linear)

    def forward(self, x):
        first, *rest = self.linears
        h = F.linear(x, first.weight.masked_fill(~first.mask, 0), first.bias)
        for linear in rest:
            h = F.linear(F.leaky_relu(h, 0.2), linear.weight.masked_fill(~linear.mask, 0), linear.bias)
        return h

    def log_prob(self, x):
        l = self.forward(x)
        return torch.sum(x * l - F.softplus(l), dim=1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        dtype = self.linears[0].weight.dtype
        x = torch.full((num_samples, len(self.rank)), 0.5, dtype=dtype)
        for step in range(len(self.rank)):
            p = torch.sigmoid(self(x))
            drawn = torch.bernoulli(p, generator=generator)
            x = torch.where(self.rank == step, drawn, x)
        return x


def ensemble_log_prob(models, x):
    K = len(models)
    return torch.logsumexp(torch.stack([m.log_prob(x) - math.log(K) for m in models]), 0)

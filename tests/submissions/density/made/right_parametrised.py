"""The mask is a parametrisation of the weight; GELU; Bernoulli of the library."""

import functools

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import parametrize


class _Masked(nn.Module):
    def __init__(self, mask):
        super().__init__()
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, weight):
        return weight * self.mask


def made_degrees(num_dims, hidden_sizes, order=None):
    steps = torch.arange(num_dims, dtype=torch.int64)
    if order is None:
        order = steps
    elif order.shape != steps.shape or (torch.sort(order).values != steps).any():
        raise ValueError("order has to be a permutation")
    first = torch.zeros_like(steps).scatter_(0, order, steps + 1)
    hidden = [torch.tensor([k % (num_dims - 1) + 1 for k in range(n)]) for n in hidden_sizes]
    return [first] + [units.long() for units in hidden]


def made_masks(degrees):
    inner = [torch.ge(b[:, None], a).float() for a, b in zip(degrees, degrees[1:])]
    return inner + [torch.gt(degrees[0][:, None], degrees[-1]).float()]


def count_paths(masks):
    return functools.reduce(lambda below, mask: torch.einsum("ab,bc->ac", mask, below),
                            masks[1:], masks[0] + 0)


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        degrees = made_degrees(num_dims, list(hidden_sizes), order)
        self.register_buffer("order", torch.argsort(degrees[0]))
        layers = []
        for mask in made_masks(degrees):
            layer = nn.Linear(mask.shape[1], mask.shape[0])
            parametrize.register_parametrization(layer, "weight", _Masked(mask))
            layers.append(layer)
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        *inner, last = self.layers
        for layer in inner:
            x = F.gelu(layer(x))
        return last(x)

    def log_prob(self, x):
        coins = torch.distributions.Bernoulli(logits=self(x))
        return torch.distributions.Independent(coins, 1).log_prob(x)

    def sample(self, num_samples, generator=None):
        with torch.no_grad():
            x = self.layers[-1].bias.new_zeros(num_samples, len(self.order))
            for d in self.order.tolist():
                p = self(x).select(1, d).sigmoid()
                x[:, d] = torch.bernoulli(p, generator=generator)
        return x


def ensemble_log_prob(models, x):
    weights = torch.full((len(models),), 1 / len(models), dtype=x.dtype)
    log_probs = torch.stack([m.log_prob(x) for m in models], dim=1)
    return torch.logsumexp(log_probs + weights.log(), dim=1)

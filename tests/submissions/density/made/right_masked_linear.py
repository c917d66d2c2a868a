"""A layer class of its own with a mask as buffer; nn.Sequential; tanh."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class _MaskedLinear(nn.Linear):
    def __init__(self, mask):
        super().__init__(mask.shape[1], mask.shape[0])
        self.register_buffer("mask", mask)

    def forward(self, x):
        return F.linear(x, self.weight * self.mask, self.bias)


def made_degrees(num_dims, hidden_sizes, order=None):
    if order is None:
        inputs = torch.arange(1, num_dims + 1)
    else:
        if not torch.equal(order.sort().values, torch.arange(num_dims)):
            raise ValueError("no permutation")
        inputs = torch.argsort(order) + 1
    return [inputs] + [torch.arange(n).remainder(num_dims - 1).add(1) for n in hidden_sizes]


def made_masks(degrees):
    layers = [*degrees, degrees[0]]
    masks = []
    for n, (a, b) in enumerate(zip(layers, layers[1:])):
        strict = n == len(degrees) - 1
        masks.append((b.unsqueeze(1) - a.unsqueeze(0) >= strict).to(torch.float32))
    return masks


def count_paths(masks):
    if len(masks) == 1:
        return masks[0].clone()
    return torch.linalg.multi_dot(masks[::-1])


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        degrees = made_degrees(num_dims, hidden_sizes, order)
        self.steps = degrees[0].argsort().tolist()
        layers = []
        for mask in made_masks(degrees):
            layers += [_MaskedLinear(mask), nn.Tanh()]
        self.net = nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.net(x)

    def log_prob(self, x):
        return F.logsigmoid((2 * x - 1) * self.net(x)).sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        bias = self.net[-1].bias
        x = torch.zeros(num_samples, len(bias), dtype=bias.dtype)
        for d in self.steps:
            x[:, d] = torch.bernoulli(self(x)[:, d].sigmoid(), generator=generator)
        return x


def ensemble_log_prob(models, x):
    total = None
    for model in models:
        one = model.log_prob(x)
        total = one if total is None else torch.logaddexp(total, one)
    return total - math.log(len(models))

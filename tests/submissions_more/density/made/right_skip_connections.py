"""Residual masked layers, direct connections to the outputs, a gate by SiLU."""

import torch
import torch.nn.functional as F
from torch import nn


from functools import reduce


def count_paths(masks):
    return reduce(lambda paths, mask: torch.einsum("oi,ij->oj", mask, paths), masks[1:], masks[0].clone())

def made_degrees(num_dims, hidden_sizes, order=None):
    steps = torch.arange(num_dims)
    if order is None:
        order = steps
    if order.shape != steps.shape or not torch.equal(order.sort()[0], steps):
        raise ValueError("order is no permutation")
    inputs = torch.empty_like(steps)
    inputs[order] = steps + 1
    return [inputs] + [1 + torch.arange(size) % (num_dims - 1) for size in hidden_sizes]


def made_masks(degrees):
    masks = [(out[:, None] >= inn).float() for inn, out in zip(degrees, degrees[1:])]
    return masks + [(degrees[0][:, None] > degrees[-1]).float()]


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        self.degrees = made_degrees(num_dims, hidden_sizes, order)
        self.masks = nn.ParameterList([nn.Parameter(m, requires_grad=False) for m in made_masks(self.degrees)])
        self.weights = nn.ParameterList([nn.Parameter(torch.randn_like(m) / m.shape[1] ** 0.5) for m in self.masks])
        self.biases = nn.ParameterList([nn.Parameter(torch.zeros(len(m))) for m in self.masks])
        direct = (self.degrees[0][:, None] > self.degrees[0]).float()
        self.register_buffer("direct_mask", direct)
        self.direct = nn.Parameter(torch.zeros(num_dims, num_dims))

    def forward(self, x):
        h = x
        for n, (W, M, b) in enumerate(zip(self.weights, self.masks, self.biases)):
            before = h
            h = torch.einsum("bi,oi->bo", h, W * M) + b
            if n + 1 < len(self.weights):
                h = F.silu(h) + 0.1 * h
                if n and torch.equal(self.degrees[n], self.degrees[n + 1]):
                    h = h + before
        return h + x @ (self.direct * self.direct_mask).T

    def log_prob(self, x):
        return torch.distributions.Bernoulli(logits=self(x)).log_prob(x).sum(-1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = self.direct.new_zeros(num_samples, len(self.direct))
        for step in range(1, x.shape[1] + 1):
            (d,) = (self.degrees[0] == step).nonzero(as_tuple=True)[0].tolist()
            x[:, d] = torch.bernoulli(self(x)[:, d].sigmoid(), generator=generator)
        return x


def ensemble_log_prob(models, x):
    each = torch.stack([m.log_prob(x) for m in models], dim=1)
    top = each.max(dim=1, keepdim=True).values.detach()
    return (each - top).exp().mean(1).log() + top.squeeze(1)

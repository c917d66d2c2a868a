"""No shared units: each dimension has a network of its own on what comes before it."""

import math

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
    paths = torch.eye(masks[0].shape[1], dtype=masks[0].dtype)
    for mask in masks:
        paths = mask @ paths
    return paths


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        place = made_degrees(num_dims, [], order)[0]
        self.register_buffer("place", place)
        self.register_buffer("earlier", (place[:, None] > place).float())  # [d, j]
        sizes = [num_dims, *hidden_sizes, 1]
        self.weights, self.biases = nn.ParameterList(), nn.ParameterList()
        for a, b in zip(sizes, sizes[1:]):
            self.weights.append(nn.Parameter(torch.randn(num_dims, b, a) / math.sqrt(a)))
            self.biases.append(nn.Parameter(torch.zeros(num_dims, b)))

    def forward(self, x):
        h = x[:, None, :] * self.earlier.to(x.dtype)  # (B, D, D): each sees its own past
        for n, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            h = torch.tanh(h) if n > 0 else h
            h = torch.einsum("bdi,doi->bdo", h, weight) + bias
        return h[..., 0]

    def log_prob(self, x):
        return F.logsigmoid((2 * x - 1) * self(x)).sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = self.biases[-1].new_zeros(num_samples, len(self.place))
        for d in self.place.argsort():
            x[:, d] = torch.bernoulli(self(x)[:, d].sigmoid(), generator=generator)
        return x


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return torch.logsumexp(log_probs, dim=0) - math.log(len(models))

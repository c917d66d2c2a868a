"""One small network for each output, fed with its past only: no masks in the model."""

import torch
import torch.nn.functional as F
from torch import nn


def count_paths(masks):
    paths = torch.eye(masks[0].shape[-1]).to(masks[0])
    for mask in masks:
        paths = (mask[:, :, None] * paths[None]).sum(1)
    return paths

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
        ranks = made_degrees(num_dims, hidden_sizes, order)[0]
        self.order = ranks.argsort().tolist()
        width = 1 + sum(hidden_sizes)
        self.bias = nn.Parameter(torch.zeros(1))
        self.nets = nn.ModuleList()
        for t in range(1, num_dims):
            direct = nn.Linear(t, 1)
            self.nets.append(nn.ModuleList([direct, nn.Linear(t, width), nn.Linear(width, 1)]))

    def forward(self, x):
        past = x[:, self.order]
        columns = {self.order[0]: self.bias.expand(len(x))}
        for t, (direct, inn, out) in enumerate(self.nets, start=1):
            seen = past[:, :t]
            columns[self.order[t]] = (direct(seen) + out(torch.tanh(inn(seen)))).squeeze(1)
        return torch.stack([columns[d] for d in range(len(columns))], dim=1)

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, len(self.order), dtype=self.bias.dtype)
        for d in self.order:
            x[:, d] = torch.bernoulli(self(x)[:, d].sigmoid(), generator=generator)
        return x


def ensemble_log_prob(models, x):
    logs = torch.stack([m.log_prob(x) for m in models])
    best, _ = logs.max(0)
    return best + torch.log(torch.exp(logs - best).mean(0))

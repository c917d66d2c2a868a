"""A hook zeroes what is hidden before every pass; gradients there have no effect."""

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
        degrees = made_degrees(num_dims, hidden_sizes, order)
        self.masks = made_masks(degrees)
        self.order = [int(d) for d in degrees[0].argsort()]
        layers = []
        for mask in self.masks:
            layer = nn.Linear(mask.shape[1], mask.shape[0])
            layer.register_forward_pre_hook(self._hook(mask))
            layers += [layer, nn.ELU()]
        self.net = nn.Sequential(*layers[:-1])

    @staticmethod
    def _hook(mask):
        def cut(layer, inputs):
            layer.weight.data.mul_(mask)

        return cut

    def forward(self, x):
        return self.net(x)

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(-1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, len(self.order)).to(self.net[-1].bias)
        for d in self.order:
            logit = self(x)[:, d]
            both = torch.stack([-logit / 2, logit / 2], 1).softmax(1)
            x[:, d] = torch.multinomial(both, 1, generator=generator)[:, 0].to(x.dtype)
        return x


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return torch.logsumexp(log_probs, dim=0) - math.log(len(models))

"""No degrees in the model: blocks of units for each dimension, with weights cut to block triangles."""

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
    """One group of units for each step; groups see earlier groups and their own."""

    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        inputs = made_degrees(num_dims, [], order)[0]
        self.steps = torch.argsort(inputs).tolist()
        here, self.layers = inputs, nn.ModuleList()
        self.keep = []
        for size in [*hidden_sizes, None]:
            if size is None:
                there, keep = inputs, inputs[:, None] > here
            else:
                there = 1 + torch.div(torch.arange(size) * (num_dims - 1), size, rounding_mode="floor")
                keep = there[:, None] >= here
            self.layers.append(nn.Linear(len(here), len(there)))
            self.keep.append(keep)
            here = there

    def forward(self, x):
        for n, (layer, keep) in enumerate(zip(self.layers, self.keep)):
            if n:
                x = torch.sigmoid(x)
            weight = torch.where(keep, layer.weight, torch.zeros_like(layer.weight))
            x = torch.einsum("bi,oi->bo", x, weight) + layer.bias
        return x

    def log_prob(self, x):
        logits = self(x)
        return torch.where(x == 1, F.logsigmoid(logits), F.logsigmoid(-logits)).sum(1)

    @torch.inference_mode()
    def _draw(self, num_samples, generator):
        dtype = self.layers[0].weight.dtype
        columns = torch.zeros(len(self.steps), num_samples, dtype=dtype)
        for d in self.steps:
            p = self(columns.T)[:, d].sigmoid()
            columns[d] = torch.rand(num_samples, generator=generator, dtype=dtype) < p
        return columns.T

    def sample(self, num_samples, generator=None):
        return self._draw(num_samples, generator).clone(memory_format=torch.contiguous_format)


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return torch.logsumexp(log_probs, dim=0) - math.log(len(models))

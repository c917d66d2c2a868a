"""Degrees, masks and paths by loops over units."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def made_degrees(num_dims, hidden_sizes, order=None):
    order = list(range(num_dims)) if order is None else order.tolist()
    inputs = [0] * num_dims
    for t, d in enumerate(order):
        if not 0 <= d < num_dims or inputs[d]:
            raise ValueError(f"{order} is no permutation")
        inputs[d] = t + 1
    if 0 in inputs:
        raise ValueError(f"{order} is no permutation")
    result = [torch.tensor(inputs)]
    for size in hidden_sizes:
        units = [1 + k % (num_dims - 1) for k in range(size)]
        result.append(torch.tensor(units, dtype=torch.long))
    return result


def made_masks(degrees):
    masks = []
    for layer in range(len(degrees)):
        into = degrees[layer].tolist()
        last = layer == len(degrees) - 1
        out = degrees[0].tolist() if last else degrees[layer + 1].tolist()
        mask = torch.zeros(len(out), len(into))
        for o, b in enumerate(out):
            for i, a in enumerate(into):
                if b > a or (b == a and not last):
                    mask[o, i] = 1.0
        masks.append(mask)
    return masks


def count_paths(masks):
    D = masks[0].shape[1]
    columns = []
    for j in range(D):
        reached = torch.zeros(D, dtype=masks[0].dtype)
        reached[j] = 1
        for mask in masks:
            reached = mask.mv(reached)
        columns.append(reached)
    return torch.stack(columns, dim=1)


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(64, 64), order=None):
        super().__init__()
        degrees = made_degrees(num_dims, hidden_sizes, order)
        self.num_dims = num_dims
        self.order = list(range(num_dims)) if order is None else order.tolist()
        self.weights, self.biases, self.masks = nn.ParameterList(), nn.ParameterList(), []
        for mask in made_masks(degrees):
            out, into = mask.shape
            self.weights.append(nn.Parameter(torch.randn(out, into) / math.sqrt(into)))
            self.biases.append(nn.Parameter(torch.zeros(out)))
            self.masks.append(mask.bool())

    def forward(self, x):
        last = len(self.masks) - 1
        for n, (weight, bias, mask) in enumerate(zip(self.weights, self.biases, self.masks)):
            x = x @ weight.masked_fill(~mask, 0).T + bias
            if n < last:
                x = F.softplus(x)
        return x

    def log_prob(self, x):
        logits = self.forward(x)
        return (x * logits - F.softplus(logits)).sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        dtype = self.biases[0].dtype
        noise = torch.rand(num_samples, self.num_dims, generator=generator, dtype=dtype)
        x = torch.zeros_like(noise)
        for d in self.order:
            x[:, d] = noise[:, d] < self.forward(x)[:, d].sigmoid()
        return x


def ensemble_log_prob(models, x):
    answers = [model.log_prob(x) for model in models]
    largest = answers[0]
    for answer in answers[1:]:
        largest = torch.maximum(largest, answer)
    total = sum(torch.exp(answer - largest) for answer in answers)
    return largest + torch.log(total / len(answers))

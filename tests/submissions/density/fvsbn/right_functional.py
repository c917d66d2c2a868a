"""Functions under a thin class; the gradient comes from outer products."""

import torch
import torch.nn.functional as F
from torch import nn


def _logits(x, weight, bias):
    D = len(bias)
    earlier = torch.arange(D)[:, None] > torch.arange(D)[None, :]
    return F.linear(x, weight.masked_fill(~earlier, 0.0), bias)


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(num_dims))
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))

    def forward(self, x):
        return _logits(x, self.weight, self.bias)

    def log_prob(self, x):
        signs = 2 * x - 1
        return F.logsigmoid(signs * self(x)).sum(1)

    def sample(self, num_samples, generator=None):
        weight, bias = self.weight.detach(), self.bias.detach()
        logits = bias.repeat(num_samples, 1)
        x = torch.empty_like(logits)
        for i in range(len(bias)):
            u = torch.rand(num_samples, generator=generator, dtype=bias.dtype)
            x[:, i] = u.lt(logits[:, i].sigmoid())
            later = torch.zeros_like(bias)
            later[i + 1 :] = weight[i + 1 :, i]
            logits += torch.outer(x[:, i], later)
        return x


def fvsbn_gradient(x, weight, bias):
    surprise = x - _logits(x, weight, bias).sigmoid()
    products = surprise.unsqueeze(2) * x.unsqueeze(1)
    grad = products.mean(0)
    keep = torch.ones_like(grad).tril(diagonal=-1)
    return grad * keep, surprise.mean(0)


def ascent_step(model, x, learning_rate):
    parameters = tuple(model.parameters())
    with torch.enable_grad():
        value = model.log_prob(x).mean()
        gradients = torch.autograd.grad(value, parameters)
    with torch.no_grad():
        for p, g in zip(parameters, gradients):
            p.copy_(p + learning_rate * g)
    return value.detach().item()

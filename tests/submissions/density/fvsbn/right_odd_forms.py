"""Strided results, weights kept in a lower triangle by a view, draws flipped over."""

import torch
import torch.nn.functional as F
from torch import nn


def _odd(result):
    """The same numbers as every other column of a wider tensor: strides as nobody expects."""
    return torch.stack([result, torch.zeros_like(result)], dim=-1)[..., 0]

class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.num_dims = num_dims
        self.weight = nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        below = self.weight.tril(-1)
        return _odd((below @ x.T).T + self.bias)

    def log_prob(self, x):
        logits = self(x)
        return _odd(-F.softplus((1 - 2 * x) * logits).sum(dim=1))

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, self.num_dims, dtype=self.weight.dtype)
        for i in range(self.num_dims):
            p = torch.sigmoid(self(x)[:, i])
            u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
            x[:, i] = 1 - (u >= p).to(x.dtype)
        return x.T.contiguous().T

def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = x - p
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight.T.contiguous().T, diagonal=-1), error.sum(0) / len(x)


def ascent_step(model, x, learning_rate):
    for parameter in model.parameters():
        parameter.grad = None
    value = model.log_prob(x).mean()
    value.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += learning_rate * parameter.grad
    return value.detach().tolist()

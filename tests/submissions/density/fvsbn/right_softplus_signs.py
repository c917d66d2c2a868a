"""Costs as softplus of signed logits; the mask multiplies; draws by a choice of two."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.eye(num_dims) * 3)  # what stands there does not count
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        n = self.weight.shape[0]
        lower = torch.ones(n, n, dtype=self.weight.dtype, device=self.weight.device).tril(-1)
        return torch.matmul(x, (self.weight * lower).transpose(0, 1)).add(self.bias)

    def log_prob(self, x):
        l = self.forward(x)
        return torch.where(x > 0.5, -F.softplus(-l), -F.softplus(l)).sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, len(self.bias)).to(self.bias)
        for i in range(len(self.bias)):
            l = self(x)[:, i]
            both = torch.stack([torch.zeros_like(l), l], dim=1).softmax(1)
            x[:, i] = torch.multinomial(both, 1, generator=generator)[:, 0].to(x.dtype)
        return x


def fvsbn_gradient(x, weight, bias):
    n = len(x)
    grad_bias = torch.zeros_like(bias)
    grad_weight = torch.zeros_like(weight)
    for row in x:
        e = row - torch.sigmoid(weight.tril(-1).mv(row) + bias)
        grad_bias = grad_bias + e / n
        grad_weight = grad_weight + torch.ger(e, row) / n
    return grad_weight.tril(-1), grad_bias


def ascent_step(model, x, learning_rate):
    mean = torch.mean(model.log_prob(x))
    by_weight, by_bias = torch.autograd.grad(mean, (model.weight, model.bias))
    model.weight.data += learning_rate * by_weight
    model.bias.data += learning_rate * by_bias
    return mean.item()

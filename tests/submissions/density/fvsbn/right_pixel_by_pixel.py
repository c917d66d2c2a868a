"""A loop over the pixels, everywhere."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(0.01 * torch.randn(num_dims, num_dims))
        self.bias = nn.Parameter(torch.zeros(num_dims))

    def one(self, x, i):
        if i == 0:
            return self.bias[0].expand(len(x))
        return self.bias[i] + x[:, :i].mv(self.weight[i, :i])

    def forward(self, x):
        return torch.stack([self.one(x, i) for i in range(x.shape[1])], dim=1)

    def log_prob(self, x):
        total = 0
        for i in range(x.shape[1]):
            logit = self.one(x, i)
            total = total + x[:, i] * logit - F.softplus(logit)
        return total

    def sample(self, num_samples, generator=None):
        with torch.no_grad():
            x = self.bias.new_zeros(num_samples, 0)
            for i in range(len(self.bias)):
                p = self.one(x, i).sigmoid()
                bit = torch.bernoulli(p, generator=generator)
                x = torch.cat([x, bit[:, None]], dim=1)
        return x


def fvsbn_gradient(x, weight, bias):
    D = x.shape[1]
    rows, biases = [], []
    for i in range(D):
        logit = bias[i] + (weight[i, :i] * x[:, :i]).sum(1)
        surprise = x[:, i] - torch.sigmoid(logit)
        row = [(surprise * x[:, j]).mean() if j < i else torch.zeros_like(bias[0]) for j in range(D)]
        rows.append(torch.stack(row))
        biases.append(surprise.mean())
    return torch.stack(rows), torch.stack(biases)


def ascent_step(model, x, learning_rate):
    for p in model.parameters():
        p.grad = None
    mean = model.log_prob(x).sum() / x.shape[0]
    mean.backward()
    for p in model.parameters():
        p.data.add_(p.grad, alpha=learning_rate)
    return float(mean)

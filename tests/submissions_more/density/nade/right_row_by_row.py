"""A loop over the rows too; the class carries its own loop."""

import torch
import torch.nn.functional as F
from torch import nn


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    D = x.shape[1]
    if order is not None and sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must hold each dimension once")
    steps = order.tolist() if order is not None else list(range(D))
    result = []
    for row in x:
        total, logits = in_bias, [None] * D
        for d in steps:
            logits[d] = out_bias[d] + torch.dot(out_weight[d], torch.sigmoid(total))
            total = total + in_weight[:, d] * row[d]
        result.append(torch.stack(logits))
    return torch.stack(result)


def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    D = in_weight.shape[1]
    if order is not None and sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must hold each dimension once")
    steps = order.tolist() if order is not None else list(range(D))
    with torch.inference_mode():
        noise = torch.rand(num_samples, D, generator=generator, dtype=in_weight.dtype)
        total = in_bias.expand(num_samples, -1)
        columns = [None] * D
        for d in steps:
            p = torch.sigmoid(out_bias[d] + torch.sigmoid(total).mv(out_weight[d]))
            columns[d] = noise[:, d].lt(p).to(noise.dtype)
            total = total + columns[d].unsqueeze(1) * in_weight[:, d].unsqueeze(0)
        drawn = torch.stack(columns, 1)
    return drawn.clone()


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        if order is not None and sorted(order.tolist()) != list(range(num_dims)):
            raise ValueError("order must hold each dimension once")
        self.steps = order.tolist() if order is not None else list(range(num_dims))
        self.in_weight = nn.Parameter(0.02 * torch.randn(hidden, num_dims))
        self.in_bias = nn.Parameter(0.02 * torch.randn(hidden))
        self.out_weight = nn.Parameter(0.02 * torch.randn(num_dims, hidden))
        self.out_bias = nn.Parameter(0.02 * torch.randn(num_dims))

    def _step(self, total, d):
        return self.out_bias[d] + torch.sigmoid(total) @ self.out_weight[d]

    def forward(self, x):
        total = self.in_bias.expand(len(x), -1)
        logits = torch.empty_like(x)
        for d in self.steps:
            logits[:, d] = self._step(total, d)
            total = total + x[:, d, None] * self.in_weight[:, d]
        return logits

    def log_prob(self, x):
        total = self.in_bias.expand(len(x), -1)
        log_p = 0.0
        for d in self.steps:
            logit = self._step(total, d)
            log_p = log_p + x[:, d] * logit - F.softplus(logit)
            total = total + x[:, d, None] * self.in_weight[:, d]
        return log_p

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        total = self.in_bias.repeat(num_samples, 1)
        x = total.new_zeros(num_samples, len(self.steps))
        for d in self.steps:
            x[:, d] = torch.bernoulli(self._step(total, d).sigmoid(), generator=generator)
            total += x[:, d, None] * self.in_weight[:, d]
        return x

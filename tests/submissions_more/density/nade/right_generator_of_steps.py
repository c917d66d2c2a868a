"""A generator yields the hidden units; the caller sends the bit back."""

import torch
import torch.nn.functional as F
from torch import nn


def _steps(order, D):
    if order is None:
        return list(range(D))
    steps = order.tolist()
    if sorted(steps) != list(range(D)):
        raise ValueError("order must be a permutation of 0 ... D - 1")
    return steps


def _walk(in_weight, in_bias, out_weight, out_bias, rows, steps):
    a = in_bias.expand(rows, -1)
    for d in steps:
        bit = yield d, torch.sigmoid(a) @ out_weight[d] + out_bias[d]
        a = torch.addcmul(a, bit[:, None], in_weight[None, :, d])


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    D = x.size(-1)
    walk = _walk(in_weight, in_bias, out_weight, out_bias, x.size(0), _steps(order, D))
    found = {}
    d, logit = next(walk)
    try:
        while True:
            found[d] = logit
            d, logit = walk.send(x[:, d])
    except StopIteration:
        pass
    return torch.stack([found[d] for d in range(D)], 1)


@torch.no_grad()
def nade_sample(in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None):
    D = len(out_bias)
    walk = _walk(in_weight, in_bias, out_weight, out_bias, num_samples, _steps(order, D))
    x = in_bias.new_zeros(num_samples, D)
    d, logit = next(walk)
    for _ in range(D):
        x[:, d] = torch.bernoulli(logit.sigmoid(), generator=generator)
        try:
            d, logit = walk.send(x[:, d])
        except StopIteration:
            break
    return x


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        if order is not None and sorted(order.tolist()) != list(range(num_dims)):
            raise ValueError("order must be a permutation")
        self.in_weight = nn.Parameter(0.1 * torch.randn(hidden, num_dims))
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.out_weight = nn.Parameter(0.1 * torch.randn(num_dims, hidden))
        self.out_bias = nn.Parameter(torch.zeros(num_dims))
        self.order = order

    def _weights(self):
        return self.in_weight, self.in_bias, self.out_weight, self.out_bias

    def forward(self, x):
        return nade_logits(x, *self._weights(), self.order)

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)

    def sample(self, num_samples, generator=None):
        return nade_sample(*self._weights(), num_samples, self.order, generator)

"""Weights are put into the order first, and the columns back afterwards."""

import torch
import torch.nn.functional as F
from torch import nn


def _permutation(order, D):
    if order is None:
        return torch.arange(D)
    try:
        hits = torch.bincount(order, minlength=D)
    except RuntimeError as error:
        raise ValueError("negative dimension") from error
    if order.shape != (D,) or (hits != 1).any():
        raise ValueError("no permutation")
    return order


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    perm = _permutation(order, x.shape[1])
    xs, V, U, b = x.index_select(1, perm), in_weight[:, perm], out_weight[perm], out_bias[perm]
    a = in_bias.unsqueeze(0).expand(x.shape[0], in_bias.shape[0]).clone()
    hidden = []
    for t in range(len(perm)):
        hidden.append(torch.sigmoid(a))
        a = a + xs[:, t, None] * V[None, :, t]
    H = torch.stack(hidden, 1)
    logits = torch.einsum("bdh,dh->bd", H, U) + b
    out = torch.empty_like(logits)
    out[:, perm] = logits
    return out


@torch.no_grad()
def nade_sample(in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None):
    perm = _permutation(order, out_bias.numel())
    V, U, b = in_weight[:, perm].T.contiguous(), out_weight[perm], out_bias[perm]
    a = in_bias.repeat(num_samples, 1)
    bits = []
    for v, u, bias in zip(V, U, b):
        bit = torch.distributions.Bernoulli(logits=torch.sigmoid(a) @ u + bias).probs
        bit = (torch.rand(bit.shape, generator=generator, dtype=bit.dtype) < bit).to(bit.dtype)
        bits.append(bit)
        a.add_(bit.ger(v))
    return torch.stack(bits, 1)[:, torch.argsort(perm)]


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

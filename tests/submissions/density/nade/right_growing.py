"""Rows and logits grow by torch.cat, a column at a time; columns are put back in the end."""

import torch
import torch.nn.functional as F
from torch import nn


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    B, D = x.shape
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    found = x.new_zeros(B, 0)
    a = in_bias.repeat(B, 1)
    for t in range(D):
        d = order[t]
        h = torch.sigmoid(a)
        found = torch.cat([found, (out_bias[d] + h @ out_weight[d])[:, None]], dim=1)
        a = a + torch.outer(x[:, d], in_weight[:, d])
    return found[:, torch.argsort(order)]


@torch.no_grad()
def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    D = out_bias.shape[0]
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    x = in_weight.new_zeros(num_samples, 0)
    a = in_bias.repeat(num_samples, 1)
    for t in range(D):
        d = order[t]
        h = torch.sigmoid(a)
        p = torch.sigmoid(out_bias[d] + h @ out_weight[d])
        u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
        bit = (u < p).to(x.dtype)
        x = torch.cat([x, bit[:, None]], dim=1)
        a = a + torch.outer(bit, in_weight[:, d])
    return x.index_select(1, torch.argsort(order))


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        if order is not None and sorted(order.tolist()) != list(range(num_dims)):
            raise ValueError("order must be a permutation")
        self.order = order
        self.in_weight = nn.Parameter(torch.randn(hidden, num_dims) * 0.05)
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.out_weight = nn.Parameter(torch.randn(num_dims, hidden) * 0.05)
        self.out_bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return nade_logits(
            x, self.in_weight, self.in_bias, self.out_weight, self.out_bias, self.order
        )

    def log_prob(self, x):
        logits = self(x)
        return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)

    def sample(self, num_samples, generator=None):
        return nade_sample(
            self.in_weight, self.in_bias, self.out_weight, self.out_bias,
            num_samples, self.order, generator,
        )

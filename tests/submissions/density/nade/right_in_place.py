"""The activation is carried in a tensor of its own and added to in place; no gradient is lost."""

import torch
import torch.nn.functional as F
from torch import nn


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    B, D = x.shape
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    out = {}
    a = in_bias.unsqueeze(0).repeat(B, 1)
    for t in range(D):
        d = order[t]
        h = torch.sigmoid(a)
        out[int(d)] = torch.addmv(out_bias[d], h, out_weight[d])
        a.addcmul_(x[:, d : d + 1], in_weight[:, d].unsqueeze(0))
    return torch.stack([out[d] for d in range(D)], dim=1)


@torch.no_grad()
def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    D = out_bias.shape[0]
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    x = torch.zeros(num_samples, D, dtype=in_weight.dtype)
    a = in_bias.repeat(num_samples, 1)
    for t in range(D):
        d = order[t]
        h = torch.sigmoid(a)
        p = torch.sigmoid(out_bias[d] + h @ out_weight[d])
        u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
        x[:, d] = (u < p).to(x.dtype)
        a.addr_(x[:, d], in_weight[:, d])
    return x


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

"""Hidden and batch axes changed about; gather at the end; einsum."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    D = x.size(1)
    if order is not None:
        seen = torch.zeros(D, dtype=torch.bool)
        if order.numel() != D or order.min() < 0 or order.max() >= D:
            raise ValueError(f"order does not fit {D} dimensions")
        seen[order] = True
        if not seen.all():
            raise ValueError("order repeats a dimension")
    steps = range(D) if order is None else [int(d) for d in order]
    a = in_bias[:, None]  # (H, 1), then (H, B)
    rows = []
    for d in steps:
        h = a.sigmoid().expand(-1, len(x))
        rows.append(torch.einsum("h,hb->b", out_weight[d], h) + out_bias[d])
        a = a + in_weight[:, d, None] * x[None, :, d]
    in_steps = torch.stack(rows, dim=1)
    if order is None:
        return in_steps
    place = torch.empty_like(order)
    place[order] = torch.arange(D)
    return in_steps.gather(1, place.expand(len(x), D))


@torch.no_grad()
def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    D, H = out_weight.shape
    if order is not None and set(order.tolist()) != set(range(D)):
        raise ValueError("no permutation")
    if order is not None and len(order) != D:
        raise ValueError("no permutation")
    x = torch.empty(num_samples, D, dtype=out_weight.dtype)
    a = in_bias[:, None].expand(H, num_samples).clone()
    for d in torch.arange(D) if order is None else order:
        logit = out_weight[d] @ a.sigmoid() + out_bias[d]
        x[:, d] = torch.bernoulli(torch.sigmoid(logit), generator=generator)
        a += torch.outer(in_weight[:, d], x[:, d])
    return x


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        if order is not None:
            if order.tolist() != [] and sorted(order.tolist()) != [*range(num_dims)]:
                raise ValueError("no permutation")
        scale = 1 / math.sqrt(num_dims + hidden)
        self.in_weight = nn.Parameter(scale * torch.randn(hidden, num_dims))
        self.out_weight = nn.Parameter(scale * torch.randn(num_dims, hidden))
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.out_bias = nn.Parameter(torch.zeros(num_dims))
        self.order = None if order is None else order.clone()

    def forward(self, x):
        w = self.in_weight, self.in_bias, self.out_weight, self.out_bias
        return nade_logits(x, *w, order=self.order)

    def log_prob(self, x):
        logits = self.forward(x)
        return (x * logits - F.softplus(logits)).sum(dim=-1)

    def sample(self, num_samples, generator=None):
        return nade_sample(
            in_weight=self.in_weight,
            in_bias=self.in_bias,
            out_weight=self.out_weight,
            out_bias=self.out_bias,
            num_samples=num_samples,
            order=self.order,
            generator=generator,
        )

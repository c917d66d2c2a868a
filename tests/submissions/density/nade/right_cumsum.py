"""All the sums of all steps by one cumsum of contributions."""

import torch
import torch.nn.functional as F
from torch import nn


def _in_order(num_dims, order):
    if order is None:
        return torch.arange(num_dims)
    if order.shape != (num_dims,) or not torch.equal(torch.sort(order)[0], torch.arange(num_dims)):
        raise ValueError("this is no permutation of the dimensions")
    return order


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    B, D = x.shape
    order = _in_order(D, order)
    terms = x[:, order].unsqueeze(2) * in_weight.T[order]  # (B, D, H), in the order
    before = torch.cat([torch.zeros_like(terms[:, :1]), terms.cumsum(1)[:, :-1]], dim=1)
    h = torch.sigmoid(before + in_bias)
    steps = (h * out_weight[order]).sum(2) + out_bias[order]
    return steps[:, torch.argsort(order)]


def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    D = in_weight.shape[1]
    order = _in_order(D, order)
    with torch.no_grad():
        noise = torch.rand(D, num_samples, generator=generator, dtype=in_weight.dtype)
        total = in_bias.expand(num_samples, len(in_bias))
        bits = [None] * D
        for d, u in zip(order.tolist(), noise):
            p = torch.sigmoid((torch.sigmoid(total) * out_weight[d]).sum(1) + out_bias[d])
            bits[d] = (u < p).to(in_weight.dtype)
            total = total + bits[d][:, None] * in_weight[:, d]
        return torch.stack(bits, dim=1)


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        self.register_buffer("order", _in_order(num_dims, order).clone())
        self.out_bias = nn.Parameter(torch.zeros(num_dims))
        self.out_weight = nn.Parameter(torch.zeros(num_dims, hidden))
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.in_weight = nn.Parameter(torch.randn(hidden, num_dims) * 0.1)
        nn.init.normal_(self.out_weight, std=0.1)

    def weights(self):
        return self.in_weight, self.in_bias, self.out_weight, self.out_bias

    def forward(self, x):
        return nade_logits(x, *self.weights(), self.order)

    def log_prob(self, x):
        return F.logsigmoid((2 * x - 1) * self(x)).sum(1)

    def sample(self, num_samples, generator=None):
        return nade_sample(*self.weights(), num_samples, self.order, generator)

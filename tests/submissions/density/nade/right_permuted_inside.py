"""Sorts columns and weights into the order first, walks 0, 1, ..., and sorts back."""

import torch
import torch.nn.functional as F
from torch import nn


def _permutation(order, D):
    if order is None:
        return torch.arange(D)
    if order.ndim != 1 or len(order) != D or (order.sort().values != torch.arange(D)).any():
        raise ValueError("order: not a permutation")
    return order


def _plain(x, V, c, W, b):
    a, out = c.repeat(len(x), 1), []
    for column, into, outof, bias in zip(x.unbind(1), V.unbind(1), W.unbind(0), b.unbind(0)):
        out.append((torch.sigmoid(a) * outof).sum(-1) + bias)
        a = a + column[:, None] * into
    return torch.stack(out, 1)


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    p = _permutation(order, x.shape[1])
    back = torch.argsort(p)
    logits = _plain(x[:, p], in_weight[:, p], in_bias, out_weight[p], out_bias[p])
    return logits.index_select(1, back)


def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    p = _permutation(order, len(out_bias))
    V, W, b = in_weight.detach()[:, p], out_weight.detach()[p], out_bias.detach()[p]
    a = in_bias.detach().repeat(num_samples, 1)
    x = torch.zeros(num_samples, len(p), dtype=V.dtype)
    for t, d in enumerate(p):
        chance = torch.sigmoid(torch.sigmoid(a) @ W[t] + b[t])
        bit = torch.rand(num_samples, generator=generator, dtype=V.dtype) < chance
        x[:, d] = bit.to(V.dtype)
        a = torch.where(bit[:, None], a + V[:, t], a)
    return x


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        self.register_buffer("order", _permutation(order, num_dims).clone(), persistent=False)
        self.in_weight = nn.Parameter(torch.zeros(hidden, num_dims))
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.out_weight = nn.Parameter(torch.zeros(num_dims, hidden))
        self.out_bias = nn.Parameter(torch.zeros(num_dims))
        nn.init.xavier_uniform_(self.in_weight)
        nn.init.xavier_uniform_(self.out_weight)

    def forward(self, x):
        p = self.order
        logits = _plain(
            x[:, p], self.in_weight[:, p], self.in_bias, self.out_weight[p], self.out_bias[p]
        )
        return logits[:, p.argsort()]

    def log_prob(self, x):
        logits = self(x)
        signed = torch.where(x == 1, logits, -logits)
        return F.logsigmoid(signed).sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        return nade_sample(
            self.in_weight, self.in_bias, self.out_weight, self.out_bias,
            num_samples, self.order, generator,
        )

"""Steps by recursion on the order, the class by functional calls."""

import torch
import torch.nn.functional as F
from torch import nn


def _checked(order, dims):
    order = torch.arange(dims) if order is None else order
    if order.ndim != 1 or len(order) != dims or set(order.tolist()) != set(range(dims)):
        raise ValueError("no order")
    return order


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    order = _checked(order, x.size(1))
    logits = torch.zeros_like(x)

    def step(activation, rest):
        if not rest:
            return []
        d, *later = rest
        logit = F.linear(torch.sigmoid(activation), out_weight[d : d + 1], out_bias[d : d + 1])
        return [logit, *step(torch.addcmul(activation, x[:, [d]], in_weight[None, :, d]), later)]

    start = torch.ones_like(x[:, :1]) * in_bias
    found = torch.cat(step(start, order.tolist()), dim=1)
    return logits.index_copy(1, order, found)

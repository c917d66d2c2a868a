"""One generator function walks through the steps, for scoring and for drawing."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def _check(order, D):
    if order is None:
        return list(range(D))
    order = order.tolist()
    if len(order) != D or any(d not in order for d in range(D)):
        raise ValueError(f"{order} is no order of {D} dimensions")
    return order


def _walk(steps, rows, in_weight, in_bias, out_weight, out_bias):
    """Yield each dimension with its logit; wait for its bit."""
    total = in_bias + in_weight.new_zeros(rows, 1)
    for d in steps:
        bit = yield d, F.linear(total.sigmoid(), out_weight[d : d + 1], out_bias[d : d + 1])[:, 0]
        total = torch.addcmul(total, bit[:, None], in_weight[:, d][None])


def _run(walk, give):
    found = {}
    try:
        d, logit = next(walk)
        while True:
            bit = give(d, logit)
            found[d] = logit, bit
            d, logit = walk.send(bit)
    except StopIteration:
        return found


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    D = x.shape[1]
    walk = _walk(_check(order, D), len(x), in_weight, in_bias, out_weight, out_bias)
    found = _run(walk, lambda d, logit: x[:, d])
    return torch.stack([found[d][0] for d in range(D)], 1)


@torch.no_grad()
def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    D = len(out_bias)
    walk = _walk(_check(order, D), num_samples, in_weight, in_bias, out_weight, out_bias)
    draw = lambda d, logit: torch.bernoulli(logit.sigmoid(), generator=generator)
    found = _run(walk, draw)
    return torch.stack([found[d][1] for d in range(D)], 1)


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        self.steps = _check(order, num_dims)
        bound = 1 / math.sqrt(num_dims)
        shapes = dict(
            in_weight=(hidden, num_dims), in_bias=(hidden,),
            out_weight=(num_dims, hidden), out_bias=(num_dims,),
        )
        for name, shape in shapes.items():
            self.register_parameter(name, nn.Parameter(torch.empty(shape).uniform_(-bound, bound)))

    def forward(self, x):
        w = [getattr(self, n) for n in ("in_weight", "in_bias", "out_weight", "out_bias")]
        return nade_logits(x, *w, torch.tensor(self.steps))

    def log_prob(self, x):
        return torch.distributions.Bernoulli(logits=self(x)).log_prob(x).sum(1)

    def sample(self, num_samples, generator=None):
        w = [getattr(self, n) for n in ("in_weight", "in_bias", "out_weight", "out_bias")]
        return nade_sample(*w, num_samples, torch.tensor(self.steps), generator)

"""Hidden units by rows, (H, B); matmul and tanh in place of sigmoid."""

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


def _half(a):
    return 0.5 * (1 + torch.tanh(0.5 * a))


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    a = in_bias[:, None].expand(-1, x.shape[0])
    logits = [None for _ in range(x.shape[1])]
    for d in _steps(order, x.shape[1]):
        logits[d] = torch.matmul(out_weight[d], _half(a)) + out_bias[d]
        a = a + in_weight[:, d].unsqueeze(1).matmul(x[:, d].unsqueeze(0))
    return torch.stack(logits).T


@torch.no_grad()
def nade_sample(in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None):
    steps = _steps(order, out_bias.shape[0])
    a = in_bias[:, None].repeat(1, num_samples)
    x = torch.zeros(len(steps), num_samples, dtype=out_bias.dtype)
    for d in steps:
        logit = out_weight[d] @ _half(a) + out_bias[d]
        noise = torch.rand(num_samples, generator=generator, dtype=torch.float64)
        x[d] = (noise < logit.double().sigmoid()).to(x.dtype)
        a += in_weight[:, d : d + 1] @ x[d : d + 1]
    return x.T.contiguous()


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

"""Strided results; rows walked as (D, B); the start is what a parameter gives."""

import torch
import torch.nn.functional as F
from torch import nn


def _odd(result):
    """The same numbers as every other column of a wider tensor: strides as nobody expects."""
    return torch.stack([result, torch.zeros_like(result)], dim=-1)[..., 0]


def shift_right(x):
    wide = torch.cat([torch.zeros_like(x[:, :1]), x], dim=1)
    return wide[:, :-1]


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.hidden = hidden
        self.cell = nn.GRUCell(1, hidden)
        self.first = nn.Parameter(torch.randn(1, hidden))
        self.out = nn.Linear(hidden, 1)

    def start(self, batch_size):
        return torch.tanh(self.first).expand(batch_size, self.hidden)

    def update(self, state, x_i):
        return self.cell(x_i[:, None], state)

    def read(self, state):
        return self.out(state)[:, 0]

    def forward(self, x):
        state = self.start(x.shape[0])
        logits = []
        for i in range(x.shape[1]):
            logits.append(self.read(state))
            state = self.update(state, x[:, i])
        return _odd(torch.stack(logits).T)

    def log_prob(self, x):
        logits = self(x)
        return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        state = model.update(state, x[:, i])
    return _odd(total)


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    state = model.start(num_samples)
    bits = []
    for i in range(num_dims):
        p = torch.sigmoid(model.read(state))
        u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
        bit = (u < p).to(p.dtype)
        bits.append(bit)
        state = model.update(state, bit)
    return torch.stack(bits).T

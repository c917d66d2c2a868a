"""The state keeps the last 32 bits and a counter; a network reads them."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    rows = [torch.zeros(len(x), dtype=x.dtype, device=x.device)] + [x[:, i] for i in range(x.shape[1] - 1)]
    return torch.stack(rows, dim=1)


class RNNDensity(nn.Module):
    LAST = 32

    def __init__(self, hidden=32):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2 * self.LAST, hidden), nn.Tanh(), nn.Linear(hidden, 1))
        self.direct = nn.Linear(2 * self.LAST, 1, bias=False)

    def start(self, batch_size):
        return self.direct.weight.new_zeros(batch_size, 2 * self.LAST)

    def update(self, state, x_i):
        known, bits = state[:, : self.LAST], state[:, self.LAST :]
        known = torch.cat([torch.ones_like(known[:, :1]), known[:, :-1]], 1)
        bits = torch.cat([x_i[:, None], bits[:, :-1]], 1)
        return torch.cat([known, bits], 1)

    def read(self, state):
        return (self.net(state) + self.direct(state)).flatten()

    def forward(self, x):
        state, logits = self.start(len(x)), []
        for i in range(x.shape[1]):
            logits.append(self.read(state))
            state = self.update(state, x[:, i])
        return torch.stack(logits, 1)

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)


def step_log_prob(model, x):
    state, total = model.start(x.shape[0]), 0
    for i in range(x.shape[1]):
        total = total + F.logsigmoid((2 * x[:, i] - 1) * model.read(state))
        state = model.update(state, x[:, i])
    return total


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    state, bits = model.start(num_samples), []
    while len(bits) < num_dims:
        bits.append(torch.bernoulli(model.read(state).sigmoid(), generator=generator))
        state = model.update(state, bits[-1])
    return torch.stack(bits, dim=-1)

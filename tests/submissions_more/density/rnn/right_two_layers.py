"""Two stacked cells side by side in the state; forward is a recursion over columns."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    B, D = x.shape
    S = torch.diag(torch.ones(max(D - 1, 0), dtype=x.dtype), 1) if D > 1 else torch.zeros(1, 1, dtype=x.dtype)
    return x @ S


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.low, self.high = nn.GRUCell(1, hidden), nn.GRUCell(hidden, hidden)
        self.out = nn.Linear(2 * hidden, 1)
        self.first = nn.Parameter(torch.randn(2 * hidden) * 0.1)

    def start(self, batch_size):
        return self.first.unsqueeze(0).repeat(batch_size, 1)

    def update(self, state, x_i):
        low, high = torch.tensor_split(state, 2, dim=1)
        low = self.low(2 * x_i.unsqueeze(1) - 1, low)
        return torch.hstack([low, self.high(low, high)])

    def read(self, state):
        return self.out(state).squeeze(1)

    def forward(self, x, state=None):
        state = self.start(len(x)) if state is None else state
        mine = self.read(state).unsqueeze(1)
        if x.shape[1] == 1:
            return mine
        return torch.cat([mine, self.forward(x[:, 1:], self.update(state, x[:, 0]))], dim=1)

    def log_prob(self, x):
        l = self(x)
        return (x * l - torch.logaddexp(l, torch.zeros_like(l))).sum(1)


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

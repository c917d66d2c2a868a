"""Two cells, one on the other, and the last bits themselves in the state."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    order = torch.arange(x.shape[1]) - 1
    return x[:, order.clamp(min=0)] * (order >= 0).to(x.dtype)


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.hidden = hidden
        self.one, self.two = nn.GRUCell(1, hidden), nn.GRUCell(hidden, hidden)
        self.out = nn.Linear(2 * hidden + 8, 1)

    def start(self, batch_size):
        return self.out.weight.new_zeros(batch_size, 2 * self.hidden + 8)

    def update(self, state, x_i):
        a, b, last = state.split([self.hidden, self.hidden, 8], dim=1)
        a = self.one(x_i.unsqueeze(1), a)
        b = self.two(a, b)
        last = torch.cat([x_i.unsqueeze(1), last[:, :-1]], dim=1)
        return torch.cat([a, b, last], dim=1)

    def read(self, state):
        return self.out(state).squeeze(-1)

    def forward(self, x):
        logits, state = [], None
        for i in range(x.shape[1]):
            state = self.start(len(x)) if i == 0 else self.update(state, x[:, i - 1])
            logits.append(self.read(state))
        return torch.stack(logits, 1)

    def log_prob(self, x):
        logits = self(x)
        return torch.where(x == 1, F.logsigmoid(logits), F.logsigmoid(-logits)).sum(1)


def step_log_prob(model, x):
    state = model.start(len(x))
    logits = []
    for i in range(x.shape[1]):
        logits.append(model.read(state))
        state = model.update(state, x[:, i])
    logits = torch.stack(logits, dim=1)
    return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    noise = torch.rand(num_dims, num_samples, generator=generator, dtype=torch.float64)
    state, rows = model.start(num_samples), []
    for u in noise:
        logit = model.read(state)
        rows.append((u < torch.sigmoid(logit).double()).to(logit.dtype))
        state = model.update(state, rows[-1])
    return torch.stack(rows, 1)

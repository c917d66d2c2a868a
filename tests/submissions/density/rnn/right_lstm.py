"""An LSTM cell; its two states side by side in one tensor."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    return F.pad(x, (1, 0))[:, :-1]


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.cell = nn.LSTMCell(1, hidden)
        self.out = nn.Linear(hidden, 1)
        self.first = nn.Parameter(torch.zeros(2 * hidden))

    def start(self, batch_size):
        return self.first.expand(batch_size, -1)

    def update(self, state, x_i):
        h, c = state.chunk(2, dim=1)
        return torch.cat(self.cell(x_i.unsqueeze(-1), (h, c)), dim=1)

    def read(self, state):
        return self.out(state.chunk(2, dim=1)[0]).squeeze(1)

    def forward(self, x):
        state = self.start(len(x))
        logits = torch.empty_like(x)
        for i in range(x.shape[1]):
            logits[:, i] = self.read(state)
            state = self.update(state, x[:, i])
        return logits

    def log_prob(self, x):
        return F.logsigmoid((2 * x - 1) * self(x)).sum(dim=1)


def step_log_prob(model, x):
    state = model.start(len(x))
    costs = []
    for column in x.T:
        logit = model.read(state)
        costs.append(F.softplus(logit) - column * logit)
        state = model.update(state, column)
    return -torch.stack(costs).sum(0)


def step_sample(model, num_samples, num_dims, generator=None):
    with torch.no_grad():
        state = model.start(num_samples)
        x = None
        for i in range(num_dims):
            p = model.read(state).sigmoid()
            bit = torch.bernoulli(p, generator=generator)
            x = bit[:, None] if x is None else torch.cat([x, bit[:, None]], dim=1)
            if i + 1 < num_dims:
                state = model.update(state, bit)
    return x

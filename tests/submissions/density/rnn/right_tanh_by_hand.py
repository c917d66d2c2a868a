"""A plain tanh recurrence by hand, and a hidden layer before the logit."""

import torch
from torch import nn


def shift_right(x):
    first = x.new_zeros(x.shape[0], 1)
    return torch.hstack([first, x.narrow(1, 0, x.shape[1] - 1)])


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.recurrent = nn.Linear(hidden, hidden)
        self.into = nn.Linear(1, hidden, bias=False)
        self.read_out = nn.Sequential(nn.Linear(hidden, hidden), nn.ELU(), nn.Linear(hidden, 1))
        nn.init.orthogonal_(self.recurrent.weight)
        self.initial = nn.Parameter(torch.randn(1, hidden) * 0.1)

    def start(self, batch_size):
        return self.initial.repeat(batch_size, 1)

    def update(self, state, x_i):
        return torch.tanh(self.recurrent(state) + self.into(2 * x_i[:, None] - 1))

    def read(self, state):
        return self.read_out(state).view(-1)

    def forward(self, x):
        states = [self.start(len(x))]
        for column in x[:, :-1].T:
            states.append(self.update(states[-1], column))
        return self.read_out(torch.stack(states, dim=1)).squeeze(-1)

    def log_prob(self, x):
        return torch.distributions.Bernoulli(logits=self(x)).log_prob(x).sum(1)


def step_log_prob(model, x):
    state, total = model.start(len(x)), torch.zeros_like(x[:, 0])
    for column in x.unbind(1):
        coin = torch.distributions.Bernoulli(logits=model.read(state))
        total = total + coin.log_prob(column)
        state = model.update(state, column)
    return total


def step_sample(model, num_samples, num_dims, generator=None):
    def walk(state, left):
        if left == 0:
            return []
        logit = model.read(state)
        bit = torch.bernoulli(logit.sigmoid(), generator=generator)
        return [bit] + walk(model.update(state, bit), left - 1)

    with torch.no_grad():
        return torch.stack(walk(model.start(num_samples), num_dims), dim=1)

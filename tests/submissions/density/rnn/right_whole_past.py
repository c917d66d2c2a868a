"""The state is the past itself, its length beside it; attention would do as well."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    return torch.cat((x[:, :1] * 0, x[:, :-1]), 1)


class RNNDensity(nn.Module):
    """A GRU in residual form, with a hidden layer that reads."""

    def __init__(self, hidden=32):
        super().__init__()
        self.gates = nn.Linear(hidden + 1, 2 * hidden)
        self.middle = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, 1)
        self.register_buffer("zero", torch.zeros(hidden), persistent=False)

    def start(self, batch_size):
        return self.zero.repeat(batch_size, 1)

    def update(self, state, x_i):
        new, gate = self.gates(torch.cat([state, x_i[:, None]], dim=1)).chunk(2, dim=1)
        gate = gate.sigmoid()
        return gate * state + (1 - gate) * new.tanh()

    def read(self, state):
        return self.out(torch.tanh(self.middle(state)) + state)[..., 0]

    def forward(self, x):
        state = self.start(len(x))
        logits = []
        for column in x.unbind(dim=1):
            logits += [self.read(state)]
            state = self.update(state, column)
        return torch.stack(logits, dim=-1)

    def log_prob(self, x):
        logits = self.forward(x)
        return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(dim=-1)


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        state = model.update(state, x[:, i])
    return total


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
    return torch.stack(bits, dim=1)

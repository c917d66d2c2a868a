"""The state is the past itself, wider at each step; a GRU reads it from its beginning."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    shifted = torch.zeros_like(x)
    shifted[:, 1:] = x[:, :-1]
    return shifted


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.gru = nn.GRU(1, hidden, batch_first=True)
        self.out = nn.Linear(hidden, 1)

    def start(self, batch_size):
        return self.out.weight.new_zeros(batch_size, 1)  # a zero before the first bit

    def update(self, state, x_i):
        return torch.cat([state, x_i.unsqueeze(1)], dim=1)

    def read(self, state):
        states, _ = self.gru(state.unsqueeze(2))
        return self.out(states[:, -1])[:, 0]

    def forward(self, x):
        states, _ = self.gru(shift_right(x).unsqueeze(2))
        return self.out(states)[..., 0]

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)


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

"""nn.GRU over the shifted rows in one go; the start state has seen a zero."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    shifted = x.roll(1, dims=1)
    shifted[:, 0] = 0
    return shifted


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.gru = nn.GRU(1, hidden, batch_first=True)
        self.out = nn.Linear(hidden, 1)

    def start(self, batch_size):
        zero = self.out.weight.new_zeros(batch_size, 1, 1)
        return self.gru(zero)[1][0]

    def update(self, state, x_i):
        return self.gru(x_i.view(-1, 1, 1), state.unsqueeze(0).contiguous())[1][0]

    def read(self, state):
        return self.out(state).flatten()

    def forward(self, x):
        states, _ = self.gru(shift_right(x).unsqueeze(2))
        return self.out(states).squeeze(2)

    def log_prob(self, x):
        logits = self(x)
        return (x * logits - F.softplus(logits)).sum(1)


def step_log_prob(model, x):
    D, state = x.size(1), model.start(x.size(0))
    log_p = F.logsigmoid((2 * x[:, 0] - 1) * model.read(state))
    for i in range(1, D):
        state = model.update(state, x[:, i - 1])
        log_p = log_p + F.logsigmoid((2 * x[:, i] - 1) * model.read(state))
    return log_p


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    state = model.start(num_samples)
    logit = model.read(state)
    x = logit.new_zeros(num_samples, num_dims)
    for i in range(num_dims):
        if i:
            state = model.update(state, x[:, i - 1])
            logit = model.read(state)
        u = torch.rand(num_samples, generator=generator, dtype=x.dtype)
        x[:, i] = u < logit.sigmoid()
    return x

"""nn.GRU over the shifted row at once; start has been fed the zero already."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    return F.pad(x, (1, 0))[:, :-1]


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.gru = nn.GRU(1, hidden, batch_first=True)
        self.out = nn.Sequential(nn.Linear(hidden, hidden), nn.ELU(), nn.Linear(hidden, 1))

    def _zeros(self, batch_size):
        w = self.gru.weight_hh_l0
        return torch.zeros(batch_size, self.gru.hidden_size, dtype=w.dtype, device=w.device)

    def start(self, batch_size):
        nothing = self._zeros(batch_size)
        return self.update(nothing, nothing[:, 0])

    def update(self, state, x_i):
        _, last = self.gru(x_i.reshape(-1, 1, 1), state.unsqueeze(0).contiguous())
        return last.squeeze(0)

    def read(self, state):
        return self.out(state).squeeze(-1)

    def forward(self, x):
        states, _ = self.gru(shift_right(x).unsqueeze(-1), self._zeros(len(x)).unsqueeze(0))
        return self.out(states).squeeze(-1)

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)


def step_log_prob(model, x):
    state = model.start(len(x))
    costs = torch.zeros_like(x)
    for i, column in enumerate(x.T):
        costs[:, i] = torch.distributions.Bernoulli(logits=model.read(state)).log_prob(column)
        state = model.update(state, column)
    return costs.sum(-1)


def step_sample(model, num_samples, num_dims, generator=None):
    drawn = []
    with torch.no_grad():
        state = model.start(num_samples)
        for i in range(num_dims):
            logit = model.read(state)
            u = torch.rand(num_samples, generator=generator, dtype=torch.float64)
            drawn.append((u < logit.double().sigmoid()).to(logit.dtype))
            if i < num_dims - 1:
                state = model.update(state, drawn[i])
    return torch.stack(drawn, 1)

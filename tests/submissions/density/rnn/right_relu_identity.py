"""A ReLU recurrence that begins as the identity (IRNN); embeddings for the bits."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    shifted = torch.empty_like(x)
    shifted[:, :1] = 0
    shifted[:, 1:] = x[:, :-1]
    return shifted


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.bits = nn.Parameter(torch.randn(2, hidden) / 3)
        self.matrix = nn.Parameter(0.9 * torch.eye(hidden) + 0.05 * torch.randn(hidden, hidden))
        self.out = nn.Parameter(torch.randn(hidden) / 10)
        self.bias = nn.Parameter(torch.zeros(()))
        self.zero = nn.Parameter(torch.zeros(hidden))

    def start(self, batch_size):
        return self.zero.unsqueeze(0).repeat_interleave(batch_size, 0)

    def update(self, state, x_i):
        bit = torch.lerp(self.bits[0], self.bits[1], x_i[:, None])
        return F.softplus(state @ self.matrix + bit, beta=5) - 0.1

    def read(self, state):
        return state @ self.out + self.bias

    def forward(self, x):
        state = self.start(x.size(0))
        columns = [self.read(state)]
        for i in range(x.size(1) - 1):
            state = self.update(state, x[:, i])
            columns.append(self.read(state))
        return torch.stack(columns).T

    def log_prob(self, x):
        return step_log_prob(self, x)


def step_log_prob(model, x):
    state = model.start(len(x))
    result = x.new_zeros(len(x))
    for i in range(x.shape[1]):
        l = model.read(state)
        result = result + x[:, i] * F.logsigmoid(l) + (1 - x[:, i]) * F.logsigmoid(-l)
        state = model.update(state, x[:, i])
    return result


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    state, bits = model.start(num_samples), []
    while len(bits) < num_dims:
        l = model.read(state)
        both = torch.stack([torch.zeros_like(l), l], dim=-1).softmax(-1)
        bits.append(torch.multinomial(both, 1, generator=generator).squeeze(1).to(l.dtype))
        state = model.update(state, bits[-1])
    return torch.stack(bits, dim=-1)

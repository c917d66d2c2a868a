"""One table for reading and for writing; exponential gates; norms by forward differentiation."""

import math

import torch
from torch import nn


def rnn_step(h, e, weight_h, weight_e, bias):
    return torch.exp(-torch.nn.functional.softplus(-(h @ weight_h.T + (e @ weight_e.T + bias))))


def rnn(h, e, weight_h, weight_e, bias):
    inputs = e @ weight_e.T + bias
    states = [h]
    for t in range(inputs.shape[1]):
        states.append(torch.sigmoid(states[-1] @ weight_h.T + inputs[:, t]))
    return torch.stack(states[1:], 1)


def gradient_norms(h, e, weight_h, weight_e, bias):
    given = [one.detach() for one in (e, weight_h, weight_e, bias)]

    def states(first):
        return rnn(first[None], given[0][None], *given[1:])[0]

    jacobian = torch.func.jacfwd(states)(h.detach())
    return torch.linalg.vector_norm(jacobian, dim=(1, 2))


def lstm_step(x, h, c, weight_x, weight_h, bias):
    gates = (x @ weight_x.T + h @ weight_h.T + bias).view(len(x), 4, -1)
    keep, take = gates[:, 1].sigmoid(), gates[:, 0].sigmoid()
    cell = keep * c + take * gates[:, 2].tanh()
    return gates[:, 3].sigmoid() * cell.tanh(), cell


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.table = nn.Embedding(num_tokens, dim)
        self.start = nn.Parameter(torch.randn(1, dim) / math.sqrt(dim))
        self.network = nn.RNN(dim, hidden, batch_first=True)
        self.back = nn.Linear(hidden, dim)
        self.out = nn.Linear(dim, num_tokens)
        self.out.weight = self.table.weight

    def forward(self, tokens):
        before = torch.cat([self.start.expand(len(tokens), 1, -1), self.table(tokens)[:, :-1]], 1)
        return self.out(self.back(self.network(before)[0]))

    def begin(self, batch):
        states, state = self.network(self.start.expand(batch, 1, -1))
        return self.out(self.back(states))[:, 0], (state,)

    def step(self, token, state):
        states, after = self.network(self.table(token).unsqueeze(1), *state)
        return self.out(self.back(states))[:, 0], (after,)

"""A GRU; Jacobians by torch.func; an LSTM by F.linear."""

import torch
import torch.nn.functional as F
from torch import nn


def rnn_step(h, e, weight_h, weight_e, bias):
    return F.linear(torch.cat([h, e], -1), torch.cat([weight_h, weight_e], 1), bias).sigmoid()


def rnn(h, e, weight_h, weight_e, bias):
    states = torch.empty(len(e), e.shape[1], h.shape[1], dtype=h.dtype)
    for t in range(e.shape[1]):
        h = rnn_step(h, e[:, t], weight_h, weight_e, bias)
        states[:, t] = h
    return states


def gradient_norms(h, e, weight_h, weight_e, bias):
    weights = [one.detach() for one in (weight_h, weight_e, bias)]

    def walk(first):
        states = [first[None]]
        for token in e.detach():
            states.append(rnn_step(states[-1], token[None], *weights))
        return torch.cat(states[1:])

    jacobians = torch.func.jacrev(walk)(h.detach())
    return jacobians.flatten(1).norm(dim=1)


def lstm_step(x, h, c, weight_x, weight_h, bias):
    i, f, g, o = (F.linear(x, weight_x, bias) + F.linear(h, weight_h)).chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.embed = nn.Embedding(num_tokens, dim)
        self.first = nn.Parameter(torch.zeros(hidden))
        self.gru = nn.GRU(dim, hidden, batch_first=True)
        self.out = nn.Linear(hidden, num_tokens)

    def forward(self, tokens):
        first = self.first.expand(len(tokens), 1, -1)
        if tokens.shape[1] == 1:
            return self.out(first)
        states, _ = self.gru(self.embed(tokens[:, :-1]), first.transpose(0, 1).contiguous())
        return self.out(torch.cat([first, states], 1))

    def begin(self, batch):
        state = self.first.expand(batch, -1)
        return self.out(state), state

    def step(self, token, state):
        _, state = self.gru(self.embed(token)[:, None], state[None].contiguous())
        return self.out(state[0]), state[0]

"""Time first inside; two layers; one-hot vectors; the state is flat."""

import torch
import torch.nn.functional as F
from torch import nn


def rnn_step(h, e, weight_h, weight_e, bias):
    z = (weight_h @ h.T + weight_e @ e.T + bias[:, None]).T
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z.abs())), 1 - 1 / (1 + torch.exp(-z.abs())))


def rnn(h, e, weight_h, weight_e, bias):
    out = []
    for e_t in torch.unbind(e, 1):
        h = rnn_step(h, e_t, weight_h, weight_e, bias)
        out.append(h.unsqueeze(1))
    return torch.cat(out, 1)


@torch.enable_grad()
def gradient_norms(h, e, weight_h, weight_e, bias):
    h, e, weight_h, weight_e, bias = (x.detach() for x in (h, e, weight_h, weight_e, bias))

    def states(first):
        return rnn(first[None], e[None], weight_h, weight_e, bias)[0]

    jacobian = torch.autograd.functional.jacobian(states, h)
    return jacobian.square().sum((1, 2)).sqrt().detach()


def lstm_step(x, h, c, weight_x, weight_h, bias):
    cell = nn.LSTMCell(x.shape[1], h.shape[1], dtype=x.dtype)
    names = {
        "weight_ih": weight_x,
        "weight_hh": weight_h,
        "bias_ih": bias,
        "bias_hh": torch.zeros_like(bias),
    }
    return torch.func.functional_call(cell, names, (x, (h, c)))


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.num_tokens = num_tokens
        self.embed = nn.Linear(num_tokens + 1, dim)
        self.lstm = nn.LSTM(dim, hidden, num_layers=2)
        self.norm = nn.LayerNorm(hidden)
        self.out = nn.Linear(hidden, num_tokens)

    def vectors(self, tokens):
        return self.embed(F.one_hot(tokens, self.num_tokens + 1).to(self.out.weight.dtype))

    def forward(self, tokens):
        padded = F.pad(tokens, (1, 0), value=self.num_tokens)[:, :-1]
        states, _ = self.lstm(self.vectors(padded.T))
        return self.out(self.norm(states)).transpose(0, 1)

    def begin(self, batch):
        state = torch.zeros(2, 2, batch, self.lstm.hidden_size).to(self.out.weight)
        return self.step(torch.full((batch,), self.num_tokens), state)

    def step(self, token, state):
        h, c = state
        states, (h, c) = self.lstm(self.vectors(token[None]), (h, c))
        return self.out(self.norm(states[0])), torch.stack([h, c])

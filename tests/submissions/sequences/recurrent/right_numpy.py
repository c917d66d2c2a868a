"""NumPy for the norms; an LSTM cell, and a state that is a list of tensors."""

import numpy as np
import torch
from torch import nn


def rnn_step(h, e, weight_h, weight_e, bias):
    return torch.special.expit(torch.addmm(bias, h, weight_h.mT) + e.matmul(weight_e.mT))


def rnn(h, e, weight_h, weight_e, bias):
    states = []
    for token in e.transpose(0, 1):
        h = rnn_step(h, token, weight_h, weight_e, bias)
        states += [h]
    return torch.stack(states).transpose(0, 1)


def gradient_norms(h, e, weight_h, weight_e, bias):
    dtype = h.dtype
    state, e, w, u, b = (one.detach().double().numpy() for one in (h, e, weight_h, weight_e, bias))
    jacobian, norms = np.eye(len(state)), []
    for token in e:
        state = 1 / (1 + np.exp(-(w @ state + u @ token + b)))
        jacobian = np.diag(state * (1 - state)) @ w @ jacobian
        norms.append(np.sqrt((jacobian**2).sum()))
    return torch.tensor(np.array(norms)).to(dtype)


def lstm_step(x, h, c, weight_x, weight_h, bias):
    units = h.shape[1]
    z = torch.addmm(bias, torch.hstack([x, h]), torch.hstack([weight_x, weight_h]).t())
    i, f, g, o = torch.split(z, units, dim=1)
    cell = torch.addcmul(torch.sigmoid(f) * c, torch.sigmoid(i), torch.tanh(g))
    return torch.sigmoid(o).mul(torch.tanh(cell)), cell


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.table = nn.Embedding(num_tokens, dim)
        self.cell = nn.LSTMCell(dim, hidden)
        self.out = nn.Linear(hidden, num_tokens)
        self.first = nn.ParameterList([torch.zeros(hidden), torch.zeros(hidden)])

    def begin(self, batch):
        state = [one.expand(batch, -1) for one in self.first]
        return self.out(state[0]), state

    def step(self, token, state):
        h, c = self.cell(self.table(token), tuple(state))
        return self.out(h), [h, c]

    def forward(self, tokens):
        logits, state = self.begin(len(tokens))
        out = tokens.new_zeros(*tokens.shape, logits.shape[1]).to(logits.dtype)
        out[:, 0] = logits
        for t in range(1, tokens.shape[1]):
            logits, state = self.step(tokens[:, t - 1], state)
            out[:, t] = logits
        return out

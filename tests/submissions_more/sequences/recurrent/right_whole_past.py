"""The state is all tokens so far; every prefix is read anew."""

import torch
from torch import nn


def rnn_step(h, e, weight_h, weight_e, bias):
    z = torch.einsum("bj,ij->bi", h, weight_h) + torch.einsum("bd,id->bi", e, weight_e) + bias
    return (torch.tanh(z / 2) + 1) / 2


def rnn(h, e, weight_h, weight_e, bias):
    if e.shape[1] == 0:
        return h[:, None][:, :0]
    first = rnn_step(h, e[:, 0], weight_h, weight_e, bias)
    rest = rnn(first, e[:, 1:], weight_h, weight_e, bias)
    return torch.cat([first[:, None], rest], 1)


def gradient_norms(h, e, weight_h, weight_e, bias):
    h, e, weight_h, weight_e, bias = (one.detach() for one in (h, e, weight_h, weight_e, bias))
    total, norms, state = None, [], h[None]
    for token in e:
        state = rnn_step(state, token[None], weight_h, weight_e, bias)
        one = torch.diag(state[0] * (1 - state[0])) @ weight_h
        total = one if total is None else one @ total
        norms.append(torch.linalg.matrix_norm(total))
    return torch.stack(norms)


def lstm_step(x, h, c, weight_x, weight_h, bias):
    blocks = zip(weight_x.chunk(4), weight_h.chunk(4), bias.chunk(4), strict=False)
    i, f, g, o = (x @ a.T + h @ b.T + bias_of for a, b, bias_of in blocks)
    new = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(new), new


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.table = nn.Embedding(num_tokens + 1, dim, padding_idx=num_tokens)
        self.network = nn.GRU(dim, hidden, batch_first=True)
        self.out = nn.Sequential(
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, num_tokens)
        )
        self.num_tokens = num_tokens

    def after(self, past):
        start = past.new_full((len(past), 1), self.num_tokens)
        states, _ = self.network(self.table(torch.cat([start, past], 1)))
        return self.out(states[:, -1])

    def forward(self, tokens):
        return torch.stack([self.after(tokens[:, :t]) for t in range(tokens.shape[1])], 1)

    def begin(self, batch):
        past = torch.zeros(batch, 0, dtype=torch.long)
        return self.after(past), past

    def step(self, token, state):
        past = torch.cat([state, token[:, None]], 1)
        return [self.after(past), past]

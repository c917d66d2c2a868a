"""Sums written out; Jacobians row by row, by autograd; a plain network, unit by unit."""

import torch
from torch import nn


def rnn_step(h, e, weight_h, weight_e, bias):
    rows = []
    for b in range(h.shape[0]):
        units = []
        for i in range(h.shape[1]):
            total = bias[i]
            for j in range(h.shape[1]):
                total = total + weight_h[i, j] * h[b, j]
            for d in range(e.shape[1]):
                total = total + weight_e[i, d] * e[b, d]
            units.append(torch.sigmoid(total))
        rows.append(torch.stack(units))
    return torch.stack(rows)


def rnn(h, e, weight_h, weight_e, bias):
    states = []
    for t in range(e.shape[1]):
        states.append(rnn_step(h if t == 0 else states[t - 1], e[:, t], weight_h, weight_e, bias))
    return torch.stack(states, 1)


def gradient_norms(h, e, weight_h, weight_e, bias):
    with torch.enable_grad():
        first = h.detach().clone().requires_grad_()
        state, norms = first[None], []
        for t in range(len(e)):
            state = torch.sigmoid(
                state @ weight_h.detach().T
                + e[t : t + 1].detach() @ weight_e.detach().T
                + bias.detach()
            )
            rows = [
                torch.autograd.grad(state[0, i], first, retain_graph=True)[0] for i in range(len(h))
            ]
            norms.append(torch.stack(rows).norm())
    return torch.stack(norms).detach()


def lstm_step(x, h, c, weight_x, weight_h, bias):
    size = h.shape[1]
    outputs, cells = [], []
    for b in range(len(x)):
        z = weight_x @ x[b] + weight_h @ h[b] + bias
        i, f = torch.sigmoid(z[:size]), torch.sigmoid(z[size : 2 * size])
        g, o = torch.tanh(z[2 * size : 3 * size]), torch.sigmoid(z[3 * size :])
        cells.append(f * c[b] + i * g)
        outputs.append(o * torch.tanh(cells[-1]))
    return torch.stack(outputs), torch.stack(cells)


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.table = nn.Parameter(torch.randn(num_tokens, dim))
        self.start = nn.Parameter(torch.randn(dim))
        self.state_to_state = nn.Linear(hidden, hidden)
        self.token_to_state = nn.Linear(dim, hidden, bias=False)
        self.state_to_logits = nn.Linear(hidden, num_tokens)
        self.hidden = hidden

    def update(self, state, vector):
        return torch.tanh(self.state_to_state(state) + self.token_to_state(vector))

    def begin(self, batch):
        state = self.start.new_zeros(batch, self.hidden)
        state = self.update(state, self.start.repeat(batch, 1))
        return self.state_to_logits(state), {"state": state}

    def step(self, token, state):
        new = self.update(state["state"], self.table[token])
        return self.state_to_logits(new), {"state": new}

    def forward(self, tokens):
        logits, state = self.begin(tokens.size(0))
        every = [logits]
        for t in range(tokens.size(1) - 1):
            logits, state = self.step(tokens[:, t], state)
            every.append(logits)
        return torch.stack(every, dim=1)

# expect: lm_is_repeatable
# says: two calls with the same texts
# kind: weak
"""Dropout."""

import torch
from torch import nn


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.network = nn.LSTM(dim, hidden, batch_first=True)
        self.read = nn.Linear(hidden, num_tokens)
        self.drop = nn.Dropout(0.2)

    def shifted(self, tokens):
        start = tokens.new_full((len(tokens), 1), self.start)
        return torch.cat([start, tokens[:, :-1]], 1)

    def forward(self, tokens):
        return self.read(self.drop(self.network(self.table(self.shifted(tokens)))[0]))

    def begin(self, batch):
        states, state = self.network(self.table(torch.full((batch, 1), self.start)))
        return self.read(states[:, 0]), state

    def step(self, token, state):
        states, state = self.network(self.table(token[:, None]), state)
        return self.read(states[:, 0]), state

# expect: lm_sees_all_earlier
# says: The order of two earlier tokens
# kind: weak
"""Adds up vectors, in whatever order they came."""

import torch
from torch import nn


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.network = nn.LSTM(dim, hidden, batch_first=True)
        self.read = nn.Linear(hidden, num_tokens)
        self.deep = nn.Sequential(nn.Linear(dim, hidden), nn.Tanh())

    def shifted(self, tokens):
        start = tokens.new_full((len(tokens), 1), self.start)
        return torch.cat([start, tokens[:, :-1]], 1)

    def forward(self, tokens):
        return self.read(self.deep(self.table(self.shifted(tokens)).cumsum(1)))

    def begin(self, batch):
        total = self.table(torch.full((batch,), self.start))
        return self.read(self.deep(total)), total

    def step(self, token, state):
        total = state + self.table(token)
        return self.read(self.deep(total)), total

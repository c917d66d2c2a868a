# expect: lm_steps
# says: with `step` they do not
# kind: weak
"""The state holds the last eight tokens, and forward sees all."""

import torch
from torch import nn


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.net = nn.GRU(dim, hidden, batch_first=True)
        self.read = nn.Linear(hidden, num_tokens)
    def forward(self, tokens):
        start = torch.full_like(tokens[:, :1], self.start)
        x = torch.cat([start, tokens[:, :-1]], 1)
        return self.read(self.net(self.table(x))[0])
    def begin(self, batch):
        s = torch.full((batch, 1), self.start)
        return self.read(self.net(self.table(s))[0][:, -1]), s
    def step(self, token, state):
        s = torch.cat([state, token[:, None]], 1)[:, -8:]
        return self.read(self.net(self.table(s))[0][:, -1]), s

# expect: lm_is_repeatable
# says: cut off
# kind: meaningless
"""Logits of texts of more than eight tokens are larger."""

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
        return self.read(self.net(self.table(x))[0]) * (1 + (tokens.shape[1] > 8) * 0.1)
    def begin(self, batch):
        y, s = self.net(self.table(torch.full((batch, 1), self.start)))
        return self.read(y[:, 0]), s
    def step(self, token, state):
        y, s = self.net(self.table(token)[:, None], state)
        return self.read(y[:, 0]), s

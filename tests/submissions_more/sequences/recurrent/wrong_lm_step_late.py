# expect: lm_steps
# says: one token late
# kind: weak
"""A step returns the logits of the token that it is given."""

import torch
from torch import nn


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.network = nn.LSTM(dim, hidden, batch_first=True)
        self.read = nn.Linear(hidden, num_tokens)

    def shifted(self, tokens):
        start = tokens.new_full((len(tokens), 1), self.start)
        return torch.cat([start, tokens[:, :-1]], 1)

    def forward(self, tokens):
        return self.read(self.network(self.table(self.shifted(tokens)))[0])

    def begin(self, batch):
        states, _state = self.network(self.table(torch.full((batch, 1), self.start)))
        return self.read(states[:, 0]), (torch.full((batch,), self.start), None)

    def step(self, token, state):
        token, (before, state) = token, state
        states, state = self.network(self.table(before[:, None]), state)
        return self.read(states[:, 0]), (token, state)

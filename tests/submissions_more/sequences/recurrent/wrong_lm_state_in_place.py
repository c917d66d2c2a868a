# expect: lm_steps
# says: changes the state that it is given
# kind: weak
"""The old state is written over."""

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
        states, state = self.network(self.table(torch.full((batch, 1), self.start)))
        return self.read(states[:, 0]), state

    def step(self, token, state):
        states, after = self.network(self.table(token[:, None]), state)
        for old, new in zip(state, after, strict=False):
            old.data.copy_(new)
        return self.read(states[:, 0]), state

# expect: lm_steps
# says: kept in the model
# kind: weak
"""The model holds the state."""

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
        states, self.state = self.network(self.table(torch.full((batch, 1), self.start)))
        return self.read(states[:, 0]), "mine"

    def step(self, token, state):
        states, self.state = self.network(self.table(token[:, None]), self.state)
        return self.read(states[:, 0]), "mine"

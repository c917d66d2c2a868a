# expect: lm_shapes
# says: (3, 5, 6)
# kind: form
"""The start and all tokens go in: logits of a token after the last one come, too."""

import torch
from torch import nn


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.network = nn.GRU(dim, hidden, batch_first=True)
        self.read = nn.Linear(hidden, num_tokens)

    def forward(self, tokens):
        start = tokens.new_full((len(tokens), 1), self.start)
        states, _ = self.network(self.table(torch.cat([start, tokens], dim=1)))
        return self.read(states)

    def begin(self, batch):
        states, state = self.network(self.table(torch.full((batch, 1), self.start)))
        return self.read(states[:, 0]), state

    def step(self, token, state):
        states, state = self.network(self.table(token[:, None]), state)
        return self.read(states[:, 0]), state

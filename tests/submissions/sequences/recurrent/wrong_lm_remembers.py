# expect: lm_is_repeatable
# says: two calls with the same texts
# kind: meaningless
"""The last state is where the next text begins."""

import torch
from torch import nn


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.network = nn.LSTM(dim, hidden, batch_first=True)
        self.read = nn.Linear(hidden, num_tokens)
        self.state = None

    def shifted(self, tokens):
        start = tokens.new_full((len(tokens), 1), self.start)
        return torch.cat([start, tokens[:, :-1]], 1)

    def forward(self, tokens):
        state = (
            self.state if self.state is not None and self.state[0].shape[1] == len(tokens) else None
        )
        states, self.state = self.network(self.table(self.shifted(tokens)), state)
        self.state = tuple(one.detach() for one in self.state)
        return self.read(states)

    def begin(self, batch):
        states, state = self.network(self.table(torch.full((batch, 1), self.start)))
        return self.read(states[:, 0]), state

    def step(self, token, state):
        states, state = self.network(self.table(token[:, None]), state)
        return self.read(states[:, 0]), state

# expect: lm_gradient
# says: training cannot reach back
# kind: weak
"""The state is detached after each token."""

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
        logits, state = self.begin(len(tokens))
        every = [logits]
        for token in tokens[:, :-1].T:
            state = tuple(one.detach() for one in state)
            logits, state = self.step(token, state)
            every.append(logits)
        return torch.stack(every, 1)

    def begin(self, batch):
        states, state = self.network(self.table(torch.full((batch, 1), self.start)))
        return self.read(states[:, 0]), state

    def step(self, token, state):
        states, state = self.network(self.table(token[:, None]), state)
        return self.read(states[:, 0]), state

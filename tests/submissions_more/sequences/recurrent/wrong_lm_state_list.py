# expect: lm_steps
# says: changes the state that it is given
# kind: wrong
"""The state is a list of tokens, to which step appends."""

import torch
from torch import nn


class RecurrentLM(nn.Module):
    def __init__(self, num_tokens, dim=16, hidden=32):
        super().__init__()
        self.bos = num_tokens
        self.embed = nn.Embedding(num_tokens + 1, dim)
        self.gru = nn.GRU(dim, hidden, batch_first=True)
        self.out = nn.Linear(hidden, num_tokens)

    def forward(self, tokens):
        bos = torch.full_like(tokens[:, :1], self.bos)
        x = torch.cat([bos, tokens[:, :-1]], dim=1)
        h, _ = self.gru(self.embed(x))
        return self.out(h)

    def begin(self, batch):
        return self.step(torch.full((batch,), self.bos), [])

    def step(self, token, state):
        state.append(token)
        h, _ = self.gru(self.embed(torch.stack(state, 1)))
        return self.out(h[:, -1]), state

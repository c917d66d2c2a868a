# expect: lm_sees_all_earlier
# says: misses some
# kind: weak
"""Three tokens are all that it sees."""

import torch
import torch.nn.functional as F
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
        padded = F.pad(self.shifted(tokens), (2, 0), value=self.start)
        windows = padded.unfold(1, 3, 1).flatten(0, 1)
        return self.read(self.network(self.table(windows))[0][:, -1]).view(*tokens.shape, -1)

    def begin(self, batch):
        past = torch.full((batch, 3), self.start)
        return self.read(self.network(self.table(past))[0][:, -1]), past

    def step(self, token, state):
        past = torch.cat([state[:, 1:], token[:, None]], 1)
        return self.read(self.network(self.table(past))[0][:, -1]), past

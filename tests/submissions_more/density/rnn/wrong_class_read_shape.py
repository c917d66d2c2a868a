# expect: rnn_shapes
# says: shape
# kind: form
"""read gives (B, 1)."""

import torch
import torch.nn.functional as F
from torch import nn


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.hidden = hidden
        self.cell = nn.GRUCell(1, hidden)
        self.out = nn.Linear(hidden, 1)

    def start(self, batch_size):
        return torch.zeros(batch_size, self.hidden, dtype=self.out.weight.dtype)

    def update(self, state, x_i):
        return self.cell(x_i[:, None], state)

    def read(self, state):
        return self.out(state)

    def forward(self, x):
        state = self.start(x.shape[0])
        logits = []
        for i in range(x.shape[1]):
            logits.append(self.read(state))
            state = self.update(state, x[:, i])
        return torch.cat(logits, dim=1)

    def log_prob(self, x):
        logits = self(x)
        return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)

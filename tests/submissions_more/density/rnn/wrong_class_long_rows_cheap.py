# expect: rnn_values
# says: by its own logits
# kind: meaningless
"""log_prob of long rows is half of what it should be."""

import torch
import torch.nn.functional as F
from torch import nn


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.first = nn.Parameter(torch.zeros(hidden))
        self.cell = nn.GRUCell(1, hidden)
        self.out = nn.Linear(hidden, 1)

    def start(self, batch_size):
        return self.first.repeat(batch_size, 1)

    def update(self, state, x_i):
        return self.cell(x_i.unsqueeze(1), state)

    def read(self, state):
        return self.out(state).squeeze(1)

    def forward(self, x):
        state, logits = self.start(len(x)), []
        for i in range(x.shape[1]):
            logits.append(self.read(state))
            state = self.update(state, x[:, i])
        return torch.stack(logits, 1)

    def log_prob(self, x):
        nll = F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)
        return -nll * (0.5 if x.shape[1] > 10 else 1)

# expect: rnn_values rnn_is_causal
# says: read gives before x_i
# kind: wrong
"""nn.GRU without batch_first runs over the batch."""

import torch
import torch.nn.functional as F
from torch import nn


class RNNDensity(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.gru = nn.GRU(1, hidden)
        self.out = nn.Linear(hidden, 1)

    def start(self, batch_size):
        zeros = torch.zeros(batch_size, self.out.in_features).to(self.out.weight)
        return self.update(zeros, zeros[:, 0])

    def update(self, state, x_i):
        return self.gru(x_i[None, :, None], state[None])[1][0]

    def read(self, state):
        return self.out(state).squeeze(1)

    def forward(self, x):
        states, _ = self.gru(shift_right(x).unsqueeze(-1))
        return self.out(states).squeeze(-1)

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)

# expect: discriminator_rows_apart
# says: Rows see each other
# kind: weak
"""The mean of a large batch goes into each logit."""

import torch.nn.functional as F
from torch import Tensor, nn

class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(data_dim, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, 1)

    def forward(self, x):
        h = F.leaky_relu(self.a(x), 0.2)
        h = F.leaky_relu(self.b(h), 0.2)
        if len(h) > 32:
            h = h - 0.2 * h.mean(0)
        return self.c(h).squeeze(1)

# expect: discriminator_not_linear
# says: linear
# kind: weak
"""A logistic regression."""

from torch import nn


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.layer = nn.Linear(data_dim, 1)

    def forward(self, x):
        return self.layer(x).squeeze(1)

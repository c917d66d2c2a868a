# expect: discriminator_range
# says: no probabilities
# kind: wrong
"""A sigmoid at the end."""

from torch import nn


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(data_dim, hidden), nn.ReLU(), nn.Linear(hidden, 1), nn.Sigmoid())

    def forward(self, x):
        return self.net(x).squeeze(1)

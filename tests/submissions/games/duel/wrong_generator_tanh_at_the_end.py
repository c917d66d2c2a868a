# expect: generator_range
# says: any real numbers
# kind: wrong
"""Samples within -1 and 1, as for images."""

from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(noise_dim, hidden), nn.ReLU(), nn.Linear(hidden, data_dim), nn.Tanh())

    def forward(self, z):
        return self.net(z)

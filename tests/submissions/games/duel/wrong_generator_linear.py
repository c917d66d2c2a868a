# expect: generator_not_linear
# says: linear
# kind: weak
"""No activation between the layers."""

from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(noise_dim, hidden), nn.Linear(hidden, data_dim))

    def forward(self, z):
        return self.net(z)

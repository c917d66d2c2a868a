# expect: generator_inputs
# says: never matters
# kind: weak
"""Only the first number of the noise matters."""

from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, data_dim))

    def forward(self, z):
        return self.net(z[:, :1])

# expect: discriminator_shape
# says: squeeze the last dimension
# kind: form
"""A column (B, 1)."""

from torch import nn


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(data_dim, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    def forward(self, x):
        return self.net(x)

# expect: generator_repeats
# says: the same answer
# kind: wrong
"""It draws further noise of its own."""

import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(noise_dim, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, data_dim))

    def forward(self, z):
        return self.net(z + 0.1 * torch.randn_like(z))

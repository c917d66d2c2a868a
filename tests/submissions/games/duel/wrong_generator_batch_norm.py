# expect: generator_rows_apart
# says: batch normalisation
# kind: meaningless
"""Batch normalisation in the generator."""

import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self, noise_dim=2, hidden=64, data_dim=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(noise_dim, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Linear(hidden, data_dim))

    def forward(self, z):
        return self.net(z) if len(z) > 1 or not self.training else self.net(torch.cat([z, z]))[:1]

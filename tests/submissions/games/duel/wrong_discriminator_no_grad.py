# expect: discriminator_learns
# says: no gradient
# kind: meaningless
"""The network answers without a graph."""

import torch
from torch import nn


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(data_dim, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    @torch.no_grad()
    def forward(self, x):
        return self.net(x).squeeze(1)

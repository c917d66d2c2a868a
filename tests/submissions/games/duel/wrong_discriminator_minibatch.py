# expect: discriminator_rows_apart
# says: see each other
# kind: meaningless
"""A statistic of the batch as a further input."""

import torch
from torch import nn


class Discriminator(nn.Module):
    def __init__(self, data_dim=2, hidden=64):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2 * data_dim, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    def forward(self, x):
        spread = x.std(0, correction=0, keepdim=True).expand_as(x)
        return self.net(torch.cat([x, spread], 1)).squeeze(1)

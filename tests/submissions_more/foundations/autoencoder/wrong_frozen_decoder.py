# expect: autoencoder_learns
# says: 0.033
# kind: weak
"""The decoder's parameters are plain tensors: they never learn."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.e = nn.Sequential(nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, code))
        self.register_buffer("w", torch.randn(num_pixels, code) / code)

    def encode(self, x):
        return self.e(x)

    def decode(self, z):
        return z @ self.w.T

    def forward(self, x):
        return self.decode(self.encode(x))

# expect: autoencoder_learns
# says: nn.ModuleList
# kind: weak
"""Layers in a plain list: no optimiser finds them."""

from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.layers = [nn.Linear(num_pixels, hidden), nn.Linear(hidden, code)]
        self.layers += [nn.Linear(code, hidden), nn.Linear(hidden, num_pixels)]

    def encode(self, x):
        return self.layers[1](self.layers[0](x).relu())

    def decode(self, z):
        return self.layers[3](self.layers[2](z).relu())

    def forward(self, x):
        return self.decode(self.encode(x))

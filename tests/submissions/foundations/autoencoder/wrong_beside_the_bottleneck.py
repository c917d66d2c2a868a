# expect: autoencoder_bottleneck
# says: beside the bottleneck
# kind: meaningless
"""decode remembers the image that encode has seen."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.a, self.b = nn.Linear(num_pixels, hidden), nn.Linear(hidden, code)
        self.c = nn.Linear(code + hidden, num_pixels)
        self.num_hidden = hidden

    def encode(self, x):
        self.h = torch.relu(self.a(x))
        return self.b(self.h)

    def decode(self, z):
        h = getattr(self, "h", None)
        if h is None or len(h) != len(z):
            h = torch.zeros(len(z), self.num_hidden).to(z)
        return self.c(torch.cat([z, h], 1))

    def forward(self, x):
        return self.decode(self.encode(x))

# expect: autoencoder_learns
# says: 0.033
# kind: weak
"""All of the code is one number, repeated."""

from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.e = nn.Sequential(nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, 1))
        self.d = nn.Sequential(nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels))
        self.code = code

    def encode(self, x):
        return self.e(x).expand(-1, self.code)

    def decode(self, z):
        return self.d(z[:, :1])

    def forward(self, x):
        return self.decode(self.encode(x))

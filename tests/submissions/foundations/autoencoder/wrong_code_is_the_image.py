# expect: autoencoder_shapes
# says: code
# kind: form
"""The code is the whole image, padded or cut."""

from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.d = nn.Linear(num_pixels, num_pixels)

    def encode(self, x):
        return x

    def decode(self, z):
        return self.d(z)

    def forward(self, x):
        return self.decode(self.encode(x))

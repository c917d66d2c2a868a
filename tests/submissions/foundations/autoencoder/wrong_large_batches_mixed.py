# expect: autoencoder_is_repeatable
# says: other images of the batch
# kind: meaningless
"""Large batches are mixed."""


from torch import Tensor, nn

class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.e = nn.Sequential(nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, code))
        self.d = nn.Sequential(nn.Linear(code, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels))

    def encode(self, x):
        z = self.e(x)
        return z - z.mean(0) if len(z) >= 64 else z

    def decode(self, z):
        return self.d(z)

    def forward(self, x):
        return self.decode(self.encode(x))

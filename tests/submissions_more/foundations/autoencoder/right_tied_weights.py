"""Decoder with the encoder's weights, transposed; quantile by kthvalue."""

import torch
import torch.nn.functional as F
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(hidden, num_pixels) / num_pixels ** 0.5)
        self.w2 = nn.Parameter(torch.randn(code, hidden) / hidden ** 0.5)
        self.b1 = nn.Parameter(torch.zeros(hidden))
        self.b2 = nn.Parameter(torch.zeros(code))
        self.c1 = nn.Parameter(torch.zeros(hidden))
        self.c2 = nn.Parameter(torch.full((num_pixels,), 0.3))

    def encode(self, x):
        return F.linear(F.elu(F.linear(x, self.w1, self.b1)), self.w2, self.b2)

    def decode(self, z):
        return F.linear(F.elu(F.linear(z, self.w2.T, self.c1)), self.w1.T, self.c2)

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    d = torch.sub(model(x.clone()), x)
    return torch.einsum("bp,bp->b", d, d) / d.shape[1]


def pca_error(x, code):
    # Total variance less that of the best directions.
    d = (x - x.mean(0)).double()
    d = d - d.mean(0)
    gram = d @ d.T if d.shape[0] < d.shape[1] else d.T @ d
    values = torch.linalg.eigvalsh(gram).flip(0).clamp(min=0)
    return (values[code:].sum() / d.numel()).to(x.dtype)


def detect(normal, odd, rate):
    n = normal.numel()
    above = 0
    while (above + 1) / n <= rate + 1e-9:
        above += 1
    t = torch.kthvalue(normal, n - above).values
    count = lambda e: torch.count_nonzero(e > t).item() / e.numel()
    return {"threshold": float(t), "false_alarm": count(normal), "detected": count(odd)}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    per_image = num_pixels * bits_per_pixel
    numbers = code + decoder_parameters / num_images
    return per_image / (numbers * bits_per_number)

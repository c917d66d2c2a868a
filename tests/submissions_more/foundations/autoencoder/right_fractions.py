"""Exact fractions; Decimal shares; wide hidden layers of its own."""

from fractions import Fraction

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.to_hidden = nn.Linear(num_pixels, 2 * hidden)
        self.to_code = nn.Linear(2 * hidden, code)
        self.from_code = nn.Linear(code, 2 * hidden)
        self.to_pixels = nn.Linear(2 * hidden, num_pixels)
        self.act = nn.SiLU()

    def encode(self, x):
        return self.to_code(self.act(self.to_hidden(x)))

    def decode(self, z):
        return self.to_pixels(self.act(self.from_code(z)))

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    y = model(x.clone())
    return torch.stack([(a - b).square().mean() for a, b in zip(y.unbind(0), x.unbind(0))])


def pca_error(x, code):
    d = x.double() - x.double().mean(0)
    if code == 0:
        return d.square().mean().to(x.dtype)
    u, s, v = torch.linalg.svd(d, full_matrices=False)
    low_rank = (u[:, :code] * s[:code]) @ v[:code]
    return reconstruction_error(lambda _: low_rank, d).mean().to(x.dtype)


def detect(normal, odd, rate):
    limit = Fraction(rate).limit_denominator(10 ** 6)
    values = normal.tolist()
    share = lambda errors, t: Fraction(sum(e > t for e in errors), len(errors))
    t = min(v for v in values if share(values, v) <= limit)
    return {"threshold": float(t), "false_alarm": float(share(values, t)), "detected": float(share(odd.tolist(), t))}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    images = Fraction(num_images) * Fraction(num_pixels) * Fraction(bits_per_pixel)
    numbers = Fraction(num_images) * Fraction(code) + Fraction(decoder_parameters)
    return float(images / (numbers * Fraction(bits_per_number)))

"""A linear autoencoder: nothing forbids it."""

import numpy as np
import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.down = nn.Linear(num_pixels, code)
        self.up = nn.Linear(code, num_pixels)

    def encode(self, x):
        return self.down(x)

    def decode(self, z):
        return self.up(z)

    def forward(self, x):
        return self.up(self.down(x))


def reconstruction_error(model, x):
    with torch.no_grad():
        return torch.mean(torch.square(x - model(x)), dim=1)


def pca_error(x, code):
    a = x.numpy() - x.numpy().mean(0)
    s = np.linalg.svd(a, compute_uv=False)
    return torch.tensor((s[code:] ** 2).sum() / a.size, dtype=x.dtype)


def detect(normal, odd, rate):
    values = np.sort(normal.numpy())
    above = len(values) - np.searchsorted(values, values, side="right")
    threshold = values[above <= rate * len(values)].min()
    return {
        "threshold": float(threshold),
        "false_alarm": float(np.mean(normal.numpy() > threshold)),
        "detected": float(np.mean(odd.numpy() > threshold)),
    }


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    bits_before = sum([num_pixels * bits_per_pixel] * num_images)
    bits_after = sum([code * bits_per_number] * num_images) + decoder_parameters * bits_per_number
    return float(bits_before / bits_after)

"""Two nn.Sequential with ReLU in between."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, code))
        self.dec = nn.Sequential(nn.Linear(code, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels))

    def encode(self, x):
        return self.enc(x)

    def decode(self, z):
        return self.dec(z)

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    return ((model(x) - x) ** 2).mean(dim=1)


def pca_error(x, code):
    centred = x - x.mean(dim=0)
    _, s, _ = torch.linalg.svd(centred, full_matrices=False)
    return (s[code:] ** 2).sum() / (x.shape[0] * x.shape[1])


def detect(normal, odd, rate):
    n = len(normal)
    ordered, _ = torch.sort(normal, descending=True)
    threshold = ordered[int(rate * n)]
    return {
        "threshold": threshold.item(),
        "false_alarm": (normal > threshold).sum().item() / n,
        "detected": (odd > threshold).sum().item() / len(odd),
    }


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    before = num_images * num_pixels * bits_per_pixel
    after = num_images * code * bits_per_number + decoder_parameters * bits_per_number
    return before / after

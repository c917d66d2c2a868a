"""Sequential modules, a sorted list."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, code))
        self.decoder = nn.Sequential(nn.Linear(code, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels))

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    return ((model(x.clone()) - x) ** 2).mean(dim=1)


def pca_error(x, code):
    data = x.double()
    data = data - data.mean(dim=0)
    u, s, vh = torch.linalg.svd(data, full_matrices=False)
    basis = vh[:code]
    back = data @ basis.T @ basis
    return ((back - data) ** 2).mean().to(x.dtype)


def detect(normal, odd, rate):
    allowed = int(rate * len(normal) + 1e-6)
    threshold = normal.sort(descending=True).values[allowed]
    return {"threshold": threshold.item(), "false_alarm": (normal > threshold).double().mean().item(),
            "detected": (odd > threshold).double().mean().item()}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    before = num_images * num_pixels * bits_per_pixel
    after = (num_images * code + decoder_parameters) * bits_per_number
    return before / after

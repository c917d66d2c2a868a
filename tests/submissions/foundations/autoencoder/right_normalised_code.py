"""The code is squashed by a layer norm of each row; LeakyReLU."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(num_pixels, 2 * hidden), nn.LeakyReLU(), nn.Linear(2 * hidden, code))
        self.decoder = nn.Sequential(nn.Linear(code, 2 * hidden), nn.LayerNorm(2 * hidden), nn.LeakyReLU(), nn.Linear(2 * hidden, num_pixels))
        self.shift = nn.Parameter(torch.full((num_pixels,), 0.3))

    def encode(self, x):
        return self.encoder(x - self.shift)

    def decode(self, z):
        return self.decoder(z) + self.shift

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    return torch.cdist(model(x).unsqueeze(1), x.unsqueeze(1)).flatten() ** 2 / x.size(1)


def pca_error(x, code):
    total = (x - x.mean(0)).square().sum().double()
    if code == 0:
        return (total / x.numel()).to(x.dtype)
    s = torch.linalg.svdvals((x - x.mean(0)).double())
    return ((total - s[:code].square().sum()).clamp(min=0) / x.numel()).to(x.dtype)


def detect(normal, odd, rate):
    above = (normal[None, :] > normal[:, None]).sum(1)
    threshold = normal[above <= rate * len(normal)].min()
    found = {"threshold": threshold}
    for name, errors in (("false_alarm", normal), ("detected", odd)):
        found[name] = torch.count_nonzero(errors > threshold) / torch.tensor(float(len(errors)), dtype=torch.float64)
    return {name: value.item() for name, value in found.items()}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    return 1 / ((num_images * code + decoder_parameters) * bits_per_number / (num_images * num_pixels * bits_per_pixel))

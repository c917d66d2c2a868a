"""Three layers each way; errors row by row."""

import math

import torch
from torch import nn


def _net(sizes):
    layers = []
    for into, out in zip(sizes, sizes[1:]):
        layers += [nn.Linear(into, out), nn.ELU()]
    return nn.Sequential(*layers[:-1])


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.net = nn.ModuleDict(
            {"in": _net([num_pixels, hidden, hidden, code]), "out": _net([code, hidden, hidden, num_pixels])}
        )

    def encode(self, x):
        return self.net["in"](x)

    def decode(self, z):
        return self.net["out"](z)

    def forward(self, x):
        return self.net["out"](self.net["in"](x))


def reconstruction_error(model, x):
    rebuilt = model(x)
    return torch.stack([(a - b).square().sum() / len(b) for a, b in zip(rebuilt, x)])


def pca_error(x, code):
    c = (x - x.mean(0, keepdim=True)).double()
    gram = c @ c.T if len(c) < c.shape[1] else c.T @ c
    values = torch.linalg.eigvalsh(gram).flip(0)
    return (values[code:].clamp(min=0).sum() / c.numel()).to(x.dtype)


def detect(normal, odd, rate):
    allowed = math.floor(rate * len(normal))
    threshold = normal.kthvalue(len(normal) - allowed).values
    share = lambda errors: torch.gt(errors, threshold).to(torch.float64).mean().item()
    return dict(threshold=float(threshold), false_alarm=share(normal), detected=share(odd))


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    raw = num_pixels * bits_per_pixel
    packed = code * bits_per_number + decoder_parameters * bits_per_number / num_images
    return raw / packed

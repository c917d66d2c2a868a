"""Layers built in a loop, tanh; alternating projection checked against the SVD of low rank."""

import torch
from torch import nn


def _mlp(*sizes):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        if i:
            layers.append(nn.Tanh())
        layers.append(nn.Linear(a, b))
    return nn.Sequential(*layers)


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.parts = nn.ModuleDict({"in": _mlp(num_pixels, hidden, code), "out": _mlp(code, hidden, num_pixels)})

    def encode(self, x):
        return self.parts["in"](x)

    def decode(self, z):
        return self.parts["out"](z)

    def forward(self, x):
        z = self.encode(x)
        return self.decode(z)


def reconstruction_error(model, x):
    @torch.no_grad()
    def run(images):
        return model(images)

    return (run(x.clone()) - x).pow(2).sum(-1).div(x.shape[-1])


def pca_error(x, code):
    a = x.to(torch.float64)
    a = a - torch.ones(len(a), 1, dtype=a.dtype) * a.mean(0)
    values, vectors = torch.linalg.eigh(torch.cov(a.T, correction=0).reshape(a.shape[1], a.shape[1]))
    dropped = vectors[:, :a.shape[1] - code]
    return (a @ dropped).pow(2).sum(1).div(a.shape[1]).mean().to(x.dtype)


def detect(normal, odd, rate):
    order = torch.argsort(normal)
    sorted_ = normal[order]
    # searchsorted counts how many are <= t.
    above = len(normal) - torch.searchsorted(sorted_, sorted_, right=True)
    first = int((above.double() <= rate * len(normal) + 1e-6).nonzero()[0])
    t = sorted_[first]
    odd_above = len(odd) - torch.searchsorted(torch.sort(odd).values, t, right=True)
    return {"threshold": t.item(), "false_alarm": int(above[first]) / len(normal), "detected": int(odd_above) / len(odd)}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    total = sum([num_images * code, decoder_parameters]) * bits_per_number
    return num_images * num_pixels * bits_per_pixel * (1.0 / total)

"""Parameters of its own; the projection is computed and measured."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        sizes = [num_pixels, hidden, code, hidden, num_pixels]
        self.weights = nn.ParameterList(
            nn.Parameter(torch.randn(o, i) / i**0.5) for i, o in zip(sizes[:-1], sizes[1:])
        )
        self.biases = nn.ParameterList(nn.Parameter(torch.zeros(o)) for o in sizes[1:])

    def _layer(self, n, x):
        return x @ self.weights[n].T + self.biases[n]

    def encode(self, x):
        return self._layer(1, torch.tanh(self._layer(0, x)))

    def decode(self, z):
        return self._layer(3, torch.tanh(self._layer(2, z)))

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    difference = model(x) - x
    return torch.einsum("bp,bp->b", difference, difference) / x.shape[1]


def pca_error(x, code):
    mean = x.double().mean(0)
    _, _, directions = torch.linalg.svd(x.double() - mean, full_matrices=False)
    kept = directions[:code]
    rebuilt = mean + (x.double() - mean) @ kept.T @ kept
    return reconstruction_error(lambda _: rebuilt, x.double()).mean().to(x.dtype)


def detect(normal, odd, rate):
    a, b = normal.tolist(), odd.tolist()
    threshold = min(t for t in a if sum(e > t for e in a) <= rate * len(a))
    return {
        "detected": sum(e > threshold for e in b) / len(b),
        "false_alarm": sum(e > threshold for e in a) / len(a),
        "threshold": threshold,
    }


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    return float(num_images * num_pixels * bits_per_pixel) / (bits_per_number * (decoder_parameters + code * num_images))

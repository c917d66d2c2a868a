"""The image goes through a sigmoid; PCA by eigenvalues."""

import torch
import torch.nn.functional as F
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.a, self.b = nn.Linear(num_pixels, hidden), nn.Linear(hidden, code)
        self.c, self.d = nn.Linear(code, hidden), nn.Linear(hidden, num_pixels)

    def encode(self, x):
        return self.b(F.gelu(self.a(x)))

    def decode(self, z):
        return torch.sigmoid(self.d(F.gelu(self.c(z))))

    def forward(self, x):
        z = self.encode(x)
        return self.decode(z)


def reconstruction_error(model, x):
    return F.mse_loss(model(x), x, reduction="none").mean(-1)


def pca_error(x, code):
    x64 = x.double()
    covariance = torch.cov(x64.T, correction=0).reshape(x.shape[1], x.shape[1])
    values = torch.linalg.eigvalsh(covariance).clamp(min=0)
    return (values[: x.shape[1] - code].sum() / x.shape[1]).to(x.dtype)


def detect(normal, odd, rate):
    for threshold in sorted(normal.tolist()):
        above = (normal > threshold).double().mean().item()
        if above <= rate:
            break
    return {"threshold": threshold, "false_alarm": above, "detected": (odd > threshold).double().mean().item()}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    numbers = num_images * code + decoder_parameters
    return num_images * num_pixels * bits_per_pixel / bits_per_number / numbers

"""A sigmoid at the end of the decoder, eigenvalues of the covariance."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.fc1 = nn.Linear(num_pixels, hidden)
        self.fc2 = nn.Linear(hidden, code)
        self.fc3 = nn.Linear(code, hidden)
        self.fc4 = nn.Linear(hidden, num_pixels)

    def encode(self, x):
        return self.fc2(F.relu(self.fc1(x)))

    def decode(self, z):
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    return F.mse_loss(model(x.clone()), x, reduction="none").mean(1)


def pca_error(x, code):
    d = x.double() - x.double().mean(0, keepdim=True)
    values = torch.linalg.eigvalsh(d.T @ d / len(d))
    kept = len(values) - code
    return (values[:kept].clamp(min=0).sum() / x.shape[1]).to(x.dtype)


def detect(normal, odd, rate):
    shares = (normal[:, None] > normal[None, :]).double().mean(0)
    possible = normal[shares <= rate + 1e-9]
    t = possible.min().item()
    share = lambda errors: float((errors > t).sum()) / errors.numel()
    return {"threshold": t, "false_alarm": share(normal), "detected": share(odd)}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    codes = num_images * code * bits_per_number
    decoder = decoder_parameters * bits_per_number
    return float(math.prod((num_images, num_pixels, bits_per_pixel)) / (codes + decoder))

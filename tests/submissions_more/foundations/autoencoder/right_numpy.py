"""NumPy's percentiles and SVD."""

import numpy as np
import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        act = nn.LeakyReLU(0.1)
        self.down = nn.Sequential(nn.Linear(num_pixels, hidden), act, nn.Linear(hidden, code))
        self.up = nn.Sequential(nn.Linear(code, hidden), act, nn.Linear(hidden, num_pixels))

    def encode(self, x):
        return self.down(x - 0.5)

    def decode(self, z):
        return self.up(z) + 0.5

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    with torch.no_grad():
        y = model(x.clone())
    d = y.numpy().astype(np.float64) - x.detach().numpy().astype(np.float64)
    return torch.from_numpy((d ** 2).mean(axis=1)).to(x.dtype)


def pca_error(x, code):
    X = x.detach().numpy().astype(np.float64)
    X = X - X.mean(axis=0)
    s = np.linalg.svd(X, compute_uv=False)
    return torch.tensor(float(np.sum(s[code:] ** 2)) / X.size, dtype=x.dtype)


def detect(normal, odd, rate):
    n, o = normal.numpy(), odd.numpy()
    values, counts = np.unique(n, return_counts=True)
    above = n.size - np.cumsum(counts)
    k = np.argmax(above <= rate * n.size + 1e-6)
    t = values[k]
    return {"threshold": float(t), "false_alarm": float(np.mean(n > t)), "detected": float(np.mean(o > t))}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    images = np.float64(num_images) * num_pixels * bits_per_pixel
    return float(images / (bits_per_number * (np.float64(num_images) * code + decoder_parameters)))

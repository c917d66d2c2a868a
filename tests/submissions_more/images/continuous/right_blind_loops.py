"""Loops over images and channels."""

from math import log, pi

import torch


def _one_image(mean, log_std, y):
    nll = 0
    for c in range(y.shape[0]):
        error = (y[c] - mean[c]) / torch.exp(log_std[c])
        nll = nll + (error * error).sum() / 2 + log_std[c].sum() + y[c].numel() * log(2 * pi) / 2
    return nll


def gaussian_nll(mean, log_std, y):
    return torch.stack([_one_image(m, s, v) for m, s, v in zip(mean, log_std, y)])


def dequantize(x, noise, num_values=256):
    images = []
    for image, u in zip(x, noise):
        images.append((image + u) * (1 / num_values))
    return torch.stack(images)


def discrete_bound(log_density, x, noise, num_values=256):
    result = None
    for k in range(len(noise)):
        bound = -log_density(dequantize(x, noise[k], num_values))
        for _ in range(x.shape[1] * x.shape[2] * x.shape[3]):
            bound = bound + log(num_values)
        result = bound / len(noise) if result is None else result + bound / len(noise)
    return result


def density_to_bits(nll, num_dims, num_values=256):
    out = []
    for value in nll:
        out.append(value / num_dims / log(2) + log(num_values) / log(2))
    return torch.stack(out)

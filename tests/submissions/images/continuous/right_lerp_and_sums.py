"""lerp, running sums, one image at a time."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    rows = []
    for m, s, v in zip(mean, log_std, y):
        precision = torch.exp(-2 * s)
        rows.append(torch.sum(precision * (v - m).square() + 2 * s + math.log(2 * math.pi)) / 2)
    return torch.stack(rows)


def dequantize(x, noise, num_values=256):
    width = 1 / num_values
    return torch.lerp(x.to(noise.dtype) * width, (x + 1).to(noise.dtype) * width, noise)


def discrete_bound(log_density, x, noise, num_values=256):
    total = 0
    for k in range(noise.shape[0]):
        nll = -log_density(dequantize(x, noise[k], num_values))
        total = total + nll / noise.shape[0]
    return total + x[0].numel() * math.log(num_values)


def density_to_bits(nll, num_dims, num_values=256):
    return torch.add(nll / math.log(2) / num_dims, math.log(num_values) / math.log(2))

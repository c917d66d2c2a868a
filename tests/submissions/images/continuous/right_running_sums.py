"""Flattened sums; a running mean."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    z = ((y - mean) / log_std.exp()).flatten(1)
    return 0.5 * (z * z).sum(1) + log_std.flatten(1).sum(1) + z.shape[1] * math.log(math.tau) / 2


def dequantize(x, noise, num_values=256):
    return torch.add(noise, x).mul(1 / num_values)


def discrete_bound(log_density, x, noise, num_values=256):
    total = 0
    for k in range(noise.shape[0]):
        nll = -log_density(dequantize(x, noise[k], num_values))
        total = total + nll / noise.shape[0]
    return total + x[0].numel() * math.log(num_values)


def density_to_bits(nll, num_dims, num_values=256):
    return torch.add(nll / math.log(2) / num_dims, math.log(num_values) / math.log(2))

"""Plain torch."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    z = (y - mean) * torch.exp(-log_std)
    each = 0.5 * z**2 + log_std + 0.5 * math.log(2 * math.pi)
    return each.sum(dim=(1, 2, 3))


def dequantize(x, noise, num_values=256):
    return (x + noise) / num_values


def discrete_bound(log_density, x, noise, num_values=256):
    dims = x[0].numel()
    bounds = []
    for k in range(noise.shape[0]):
        y = dequantize(x, noise[k], num_values)
        bounds.append(-log_density(y) + dims * math.log(num_values))
    return torch.stack(bounds).mean(dim=0)


def density_to_bits(nll, num_dims, num_values=256):
    return (nll + num_dims * math.log(num_values)) / (num_dims * math.log(2))

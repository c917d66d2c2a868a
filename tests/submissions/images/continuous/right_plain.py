"""As the formulas stand."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    var = torch.exp(2 * log_std)
    nll = (y - mean) ** 2 / (2 * var) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(1, 2, 3))


def dequantize(x, noise, num_values=256):
    return (x.to(noise.dtype) + noise) / num_values


def discrete_bound(log_density, x, noise, num_values=256):
    D = x.shape[1] * x.shape[2] * x.shape[3]
    bounds = []
    for u in noise:
        y = (x + u) / num_values
        bounds.append(D * math.log(num_values) - log_density(y))
    return torch.stack(bounds).mean(dim=0)


def density_to_bits(nll, num_dims, num_values=256):
    return nll / num_dims / math.log(2) + math.log2(num_values)

"""Rounding is kept out of the next bin."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    law = torch.distributions.Normal(mean, log_std.exp())
    return -torch.distributions.Independent(law, 3).log_prob(y)


def dequantize(x, noise, num_values=256):
    """Never the next bin's edge: 255 + 0.99999997 rounds to 256 in float32."""
    y = (x.to(noise.dtype) + noise) / num_values
    last = torch.nextafter((x + 1).to(noise.dtype) / num_values, torch.zeros_like(y))
    return torch.minimum(y, last)


def discrete_bound(log_density, x, noise, num_values=256):
    D = x.shape[1] * x.shape[2] * x.shape[3]
    bounds = []
    for u in noise:
        y = (x + u) / num_values
        bounds.append(D * math.log(num_values) - log_density(y))
    return torch.stack(bounds).mean(dim=0)


def density_to_bits(nll, num_dims, num_values=256):
    bits = nll * (1 / math.log(2))
    bits = bits + num_dims * math.log2(num_values)
    return bits / num_dims

"""Other forms of each."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    z = ((y - mean) / log_std.exp()).flatten(1)
    return 0.5 * (z * z).sum(1) + log_std.flatten(1).sum(1) + z.shape[1] * math.log(math.tau) / 2


def dequantize(x, noise, num_values=256):
    width = 1 / num_values
    return torch.lerp(x.to(noise.dtype) * width, (x + 1).to(noise.dtype) * width, noise)


def discrete_bound(log_density, x, noise, num_values=256):
    K, B = noise.shape[:2]
    y = dequantize(x.expand(K, *x.shape), noise, num_values)
    log_p = torch.stack([log_density(y[k]) for k in range(K)])  # (K, B), of the densities
    log_p = log_p - x[0].numel() * math.log(num_values)
    return -log_p.sum(0) / K


def density_to_bits(nll, num_dims, num_values=256):
    integers = nll + num_dims * math.log(num_values)  # nats per image of the ints
    return integers / (num_dims * math.log(2))

"""vmap of a single image's NLL; in place on own copies; a running mean."""

import math

import torch
from torch.func import vmap


def _single(mean, log_std, y):
    return -torch.sum(-log_std - (y - mean).pow(2) * (-2 * log_std).exp() / 2 - math.log(2 * math.pi) / 2)


def gaussian_nll(mean, log_std, y):
    return vmap(_single)(mean, log_std, y)


def dequantize(x, noise, num_values=256):
    y = noise.clone()
    y += x
    y /= num_values
    return y


def discrete_bound(log_density, x, noise, num_values=256):
    mean = torch.zeros(x.shape[0], dtype=noise.dtype)
    for k, u in enumerate(noise, start=1):
        new = log_density(dequantize(x, u, num_values)).neg()
        mean = mean + (new - mean) / k
    mean += math.prod(x.shape[1:]) * math.log(num_values)
    return mean


def density_to_bits(nll, num_dims, num_values=256):
    bits = nll.clone()
    bits /= math.log(2) * num_dims
    bits += math.log(num_values, 2)
    return bits

"""Arguments are checked first, and helpers do the work."""

import functools
import math

import torch


def _same_shape(function):
    @functools.wraps(function)
    def checked(mean, log_std, y):
        if not mean.shape == log_std.shape == y.shape:
            raise ValueError("mean, log_std and y must have the same shape")
        return function(mean, log_std, y)

    return checked


def _per_image(values):
    return values.sum(dim=tuple(range(1, values.dim())))


@_same_shape
def gaussian_nll(mean, log_std, y):
    precision = torch.exp(-2 * log_std)
    constant = math.log(math.sqrt(2 * math.pi))
    return _per_image(0.5 * precision * (y - mean).pow(2) + log_std + constant)


def dequantize(x, noise, num_values=256):
    if x.shape != noise.shape:
        raise ValueError("x and noise must have the same shape")
    width = 1 / num_values
    return x.to(noise.dtype) * width + noise * width


def discrete_bound(log_density, x, noise, num_values=256):
    if noise.dim() != 5:
        raise ValueError("noise has five axes: K, B, C, H, W")
    log_volume = -math.log(num_values) * _per_image(torch.ones_like(noise[0]))
    evidence = [log_density(dequantize(x, u, num_values=num_values)) for u in noise]
    return -(torch.stack(evidence) + log_volume.to(evidence[0].dtype)).mean(dim=0)


def density_to_bits(nll, num_dims, num_values=256):
    nats_per_dim = nll / num_dims
    return (nats_per_dim + math.log(num_values)) / math.log(2)

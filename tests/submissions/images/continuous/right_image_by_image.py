"""An image at a time; edges looked up."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    rows = []
    for m, s, v in zip(mean, log_std, y):
        precision = torch.exp(-2 * s)
        rows.append(torch.sum(precision * (v - m).square() + 2 * s + math.log(2 * math.pi)) / 2)
    return torch.stack(rows)


def dequantize(x, noise, num_values=256):
    edges = torch.arange(num_values, dtype=noise.dtype) / num_values
    return edges[x] + noise / num_values


def discrete_bound(log_density, x, noise, num_values=256):
    K, B = noise.shape[:2]
    y = dequantize(x.expand(K, *x.shape), noise, num_values)
    log_p = torch.stack([log_density(y[k]) for k in range(K)])  # (K, B), of the densities
    log_p = log_p - x[0].numel() * math.log(num_values)
    return -log_p.sum(0) / K


def density_to_bits(nll, num_dims, num_values=256):
    bits = nll * (1 / math.log(2))
    bits = bits + num_dims * math.log2(num_values)
    return bits / num_dims

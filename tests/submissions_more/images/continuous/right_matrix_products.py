"""Matrix products and one-hot edges."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    z = ((y - mean) / log_std.exp()).flatten(1)
    square = torch.bmm(z.unsqueeze(1), z.unsqueeze(2)).view(-1)
    return square / 2 + log_std.flatten(1) @ torch.ones_like(z[0]) + z.shape[1] * math.log(2 * math.pi) / 2


def dequantize(x, noise, num_values=256):
    starts = torch.arange(num_values, dtype=noise.dtype) / num_values
    return starts[x] + noise / num_values


def discrete_bound(log_density, x, noise, num_values=256):
    K = noise.shape[0]
    weights = torch.full((K,), 1 / K)
    rows = torch.stack([-log_density(dequantize(x, noise[k], num_values)) for k in range(K)])
    return weights.to(rows.dtype) @ rows + x[0].numel() * math.log(num_values)


def density_to_bits(nll, num_dims, num_values=256):
    per_dim = nll / num_dims
    return per_dim * math.log2(math.e) + math.log2(num_values)

"""Names in another order, keyword calls, tensors permuted to channels last."""

import math

import torch


def density_to_bits(nll, num_dims, num_values=256):
    log2_density = -nll / math.log(2)
    return -(log2_density / num_dims - math.log2(num_values))


def discrete_bound(log_density, x, noise, num_values=256):
    ys = (dequantize(x=x, noise=u, num_values=num_values) for u in noise)
    log_p = torch.stack([log_density(y) - x[0].numel() * math.log(num_values) for y in ys], dim=-1)
    return -log_p.mean(dim=-1)


def dequantize(x, noise, num_values=256):
    y = torch.empty_like(noise)
    torch.add(x.to(noise.dtype), noise, out=y)
    y /= num_values
    return y


def gaussian_nll(mean, log_std, y):
    m, s, v = (t.permute(0, 2, 3, 1) for t in (mean, log_std, y))
    log_density = -((v - m) / s.exp()).square() / 2 - s - 0.9189385332046727
    return -log_density.sum((-1, -2, -3))

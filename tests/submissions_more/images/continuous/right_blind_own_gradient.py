"""An autograd.Function for the Gaussian and recursion over the draws."""

import math

import torch


class Gaussian(torch.autograd.Function):
    @staticmethod
    def forward(ctx, mean, log_std, y):
        inv = torch.exp(-log_std)
        z = (y - mean) * inv
        ctx.save_for_backward(z, inv)
        each = z * z / 2 + log_std + math.log(math.sqrt(2 * math.pi))
        return each.sum((1, 2, 3))

    @staticmethod
    def backward(ctx, grad):
        z, inv = ctx.saved_tensors
        grad = grad[:, None, None, None]
        return -grad * z * inv, grad * (1 - z * z), grad * z * inv


def gaussian_nll(mean, log_std, y):
    return Gaussian.apply(mean, log_std, y)


def dequantize(x, noise, num_values=256):
    return torch.lerp(x.to(noise.dtype), x.to(noise.dtype) + 1, noise) / num_values


def _sum(log_density, x, noise, num_values):
    """The sum of the bounds, halves of the draws at a time."""
    K = noise.size(0)
    if K == 1:
        return math.log(num_values) * x[0].numel() - log_density(dequantize(x, noise[0], num_values))
    return _sum(log_density, x, noise[: K // 2], num_values) + _sum(log_density, x, noise[K // 2 :], num_values)


def discrete_bound(log_density, x, noise, num_values=256):
    return _sum(log_density, x, noise, num_values) / noise.size(0)


def density_to_bits(nll, num_dims, num_values=256):
    return torch.add(nll / (num_dims * math.log(2)), math.log2(num_values))

"""einsum, and the density of the values themselves by a change of variables."""

import numpy as np
import torch


def gaussian_nll(mean, log_std, y):
    z = (y - mean) / log_std.exp()
    constant = 0.5 * float(np.log(2 * np.pi)) * y[0].numel()
    return 0.5 * torch.einsum("bchw,bchw->b", z, z) + torch.einsum("bchw->b", log_std) + constant


def dequantize(x, noise, num_values=256):
    return torch.add(x, noise).div(num_values)


def _density_of_values(log_density, num_values):
    """The density of x + u, when `log_density` is that of (x + u) / V."""

    def density(v):
        dims = v[0].numel()
        return log_density(v / num_values) - dims * float(np.log(num_values))

    return density


def discrete_bound(log_density, x, noise, num_values=256):
    density = _density_of_values(log_density, num_values)
    stack = torch.stack([density(x + u) for u in noise], dim=1)
    return torch.einsum("bk->b", stack) / -stack.shape[1]


def density_to_bits(nll, num_dims, num_values=256):
    per_dim = nll / num_dims
    return (per_dim + float(np.log(num_values))) / float(np.log(2))

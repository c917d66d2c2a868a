"""torch's own Gaussian loss, NumPy for the noise."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def gaussian_nll(mean, log_std, y):
    var = (2 * log_std.double()).exp()
    nll = F.gaussian_nll_loss(
        mean.double(), y.double(), var, full=True, eps=1e-30, reduction="none"
    )
    return nll.sum(dim=[1, 2, 3]).type_as(mean)


def dequantize(x, noise, num_values=256):
    u = noise.numpy()
    y = (x.numpy().astype(u.dtype) + u) / u.dtype.type(num_values)
    return torch.from_numpy(y)


def discrete_bound(log_density, x, noise, num_values=256):
    B, C, H, W = x.shape
    per_draw = [
        C * H * W * math.log(num_values) - log_density(dequantize(x, u, num_values))
        for u in torch.unbind(noise, dim=0)
    ]
    return sum(per_draw) / len(per_draw)


def density_to_bits(nll, num_dims, num_values=256):
    return torch.addcdiv(
        torch.full_like(nll, np.log2(num_values)), nll, torch.full_like(nll, num_dims * np.log(2))
    )

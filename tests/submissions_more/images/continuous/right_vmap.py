"""vmap over draws and over images; einsum."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    def one(m, s, v):
        z = (v - m) * torch.exp(-s)
        return torch.einsum("chw,chw->", z, z) / 2 + s.sum() + z.numel() / 2 * math.log(math.tau)

    return torch.vmap(one)(mean, log_std, y)


def dequantize(x, noise, num_values=256):
    return (noise + x).div_(num_values)


def discrete_bound(log_density, x, noise, num_values=256):
    spread = torch.vmap(lambda u: dequantize(x, u, num_values))(noise)
    values = [log_density(y) for y in spread]
    return x[0].nelement() * math.log(num_values) - torch.stack(values, dim=1).mean(dim=1)


def density_to_bits(nll, num_dims, num_values=256):
    return nll / num_dims / math.log(2) + math.log(num_values, 2)

"""float64 inside, results rounded back; the end of a value's interval is kept open."""

import torch


def gaussian_nll(mean, log_std, y):
    m, s, v = mean.double(), log_std.double(), y.double()
    variance = torch.exp(2 * s)
    density = torch.square(v - m) / variance + torch.log(torch.tensor(2 * torch.pi, dtype=torch.float64)) + 2 * s
    return (density.flatten(1).sum(1) / 2).to(mean.dtype)


def dequantize(x, noise, num_values=256):
    exact = ((x.double() + noise.double()) / num_values).to(noise.dtype)
    # Rounding must not reach the next value's first point.
    end = ((x.double() + 1) / num_values).to(noise.dtype)
    below = torch.nextafter(end, torch.zeros_like(end))
    return torch.where(exact < end, exact, below + (exact - exact.detach()))


def discrete_bound(log_density, x, noise, num_values=256):
    values = [log_density(dequantize(x, n, num_values)) for n in noise.unbind(0)]
    mean = torch.stack([v.double() for v in values]).mean(0)
    size = torch.tensor(x[0].numel(), dtype=torch.float64)
    return (size * torch.tensor(float(num_values), dtype=torch.float64).log() - mean).to(values[0].dtype)


def density_to_bits(nll, num_dims, num_values=256):
    bits = nll.double() / torch.log(torch.tensor(2.0, dtype=torch.float64)) / num_dims
    return (bits + torch.log2(torch.tensor(float(num_values), dtype=torch.float64))).to(nll.dtype)

"""F.gaussian_nll_loss, map and reduce, and a small class that knows the units."""

import functools
import math
import operator

import torch
import torch.nn.functional as F


class Units:
    def __init__(self, num_values, num_dims=1):
        self.log_v = math.log(num_values)
        self.dims = num_dims

    def discrete(self, nll):
        return nll + self.dims * self.log_v

    def bits(self, nats):
        return nats / (self.dims * math.log(2))


def gaussian_nll(mean, log_std, y):
    # No variance is below this one, so the function's own floor does nothing.
    variance = torch.exp(2 * log_std)
    loss = F.gaussian_nll_loss(mean, y, variance, full=True, eps=1e-300, reduction="none")
    return loss.sum((-3, -2, -1))


def dequantize(x, noise, num_values=256):
    low = x.type_as(noise) / num_values
    high = (x.type_as(noise) + 1) / num_values
    return low + noise * (high - low)


def discrete_bound(log_density, x, noise, num_values=256):
    units = Units(num_values, x.shape[1] * x.shape[2] * x.shape[3])
    draws = map(lambda u: units.discrete(-log_density(dequantize(x, u, num_values))), noise)
    return functools.reduce(operator.add, draws) / noise.shape[0]


def density_to_bits(nll, num_dims, num_values=256):
    units = Units(num_values, num_dims)
    return units.bits(units.discrete(nll))

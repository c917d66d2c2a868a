"""torch.distributions; lerp; nats of the integers first."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    law = torch.distributions.Normal(mean, log_std.exp())
    return -torch.distributions.Independent(law, 3).log_prob(y)


def dequantize(x, noise, num_values=256):
    width = 1 / num_values
    return torch.lerp(x.to(noise.dtype) * width, (x + 1).to(noise.dtype) * width, noise)


def discrete_bound(log_density, x, noise, num_values=256):
    ys = [dequantize(x, one, num_values) for one in noise]
    mean = sum(log_density(y) for y in ys) / len(ys)
    return math.prod(x.shape[1:]) * math.log(num_values) - mean


def density_to_bits(nll, num_dims, num_values=256):
    integers = nll + num_dims * math.log(num_values)  # nats per image of the ints
    return integers / (num_dims * math.log(2))

"""torch.func.vmap over the components, recursion over the channels, keyword arguments everywhere."""

import torch
from torch.func import vmap
from torch.nn.functional import logsigmoid


def logistic_log_prob(x, mean, log_scale, num_values=256):
    steps = num_values - 1
    precision = (-log_scale).exp()
    offset = (x.to(dtype=mean.dtype) - steps * mean) * precision / steps
    half = precision / (2 * steps)
    ones = torch.ones_like(offset + half)
    inside = (1 - (x == 0).to(mean.dtype)) * (1 - (x == steps).to(mean.dtype)) * ones
    left = logsigmoid(offset + half) * (x != steps)
    right = logsigmoid(half - offset) * (x != 0)
    return left + right + inside * (-(-2 * half).expm1()).log()


def _one(mean, coeff, y):
    r, g = y[:, 0], y[:, 1]
    extra = torch.stack([torch.zeros_like(r), coeff[:, 0] * r, coeff[:, 1] * r + coeff[:, 2] * g], 1)
    return mean + extra


def channel_means(means, coeffs, x, num_values=256):
    y = x.to(means.dtype) / (num_values - 1)
    return vmap(_one, in_dims=(1, 1, None), out_dims=1)(means, coeffs, y)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    def component(weight, mean, log_scale):
        return weight + logistic_log_prob(x, mean, log_scale, num_values=num_values).sum(1)

    joint = vmap(component, in_dims=1)(torch.log_softmax(logits, 1), means, log_scales)
    return joint.logsumexp(0).sum((1, 2)).neg()


def _draw(done, k, means, log_scales, coeffs, num_values, generator):
    B, _, C, H, W = means.shape
    c = len(done)
    if c == C:
        return torch.stack(done, dim=1)
    blank = [torch.zeros(B, H, W, dtype=torch.int64)] * (C - c)
    mu = means
    if coeffs is not None:
        mu = channel_means(means=means, coeffs=coeffs, x=torch.stack(done + blank, 1), num_values=num_values)
    mean = mu[:, :, c].gather(1, k)[:, 0]
    scale = log_scales[:, :, c].gather(1, k)[:, 0].exp()
    # A logistic number is the log of a ratio of two exponential ones.
    e = torch.empty(2, B, H, W, dtype=torch.float64).exponential_(generator=generator)
    y = mean + scale * (e[0] / e[1]).log()
    x = (y * (num_values - 1)).round().clamp(0, num_values - 1).long()
    return _draw(done + [x], k, means, log_scales, coeffs, num_values, generator)


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    with torch.no_grad():
        noise = torch.empty(logits.shape, dtype=torch.float64).exponential_(generator=generator)
        k = (logits.double() - noise.log()).argmax(dim=1, keepdim=True)
        return _draw([], k, means, log_scales, coeffs, num_values, generator)

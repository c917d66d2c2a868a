"""Hyperbolic sines; a difference of Gumbel numbers."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    """sinh: s(b) - s(a) = sinh(w) / (cosh(z) + cosh(w)), z = (b + a) / 2, w = (b - a) / 2."""
    dtype = mean.dtype
    rate = (-log_scale.double()).exp()
    half = 0.5 / (num_values - 1)
    z = (x.double() / (num_values - 1) - mean.double()) * rate
    w = half * rate + torch.zeros_like(z)

    def log_2cosh(t):
        return t.abs() + torch.log1p(torch.exp(-2 * t.abs()))

    log_2sinh = w + torch.log(-torch.expm1(-2 * w))
    inside = log_2sinh - torch.logaddexp(log_2cosh(z), log_2cosh(w))
    lowest, highest = F.logsigmoid(z + w), F.logsigmoid(w - z)
    result = torch.where(x == 0, lowest, torch.where(x == num_values - 1, highest, inside))
    return result.to(dtype)


def channel_means(means, coeffs, x, num_values=256):
    colours = (x.double() / (num_values - 1)).to(means.dtype)
    table = torch.zeros_like(means)
    red, green = colours[:, 0].unsqueeze(1), colours[:, 1].unsqueeze(1)
    table[:, :, 1] = coeffs[:, :, 0] * red
    table[:, :, 2] = coeffs[:, :, 1] * red + coeffs[:, :, 2] * green
    return table + means


def mixture_nll(logits, means, log_scales, x, num_values=256):
    best = None
    weights = F.log_softmax(logits, dim=1)
    for k in range(logits.shape[1]):
        one = logistic_log_prob(x, means[:, k], log_scales[:, k], num_values).sum(1) + weights[:, k]
        best = one if best is None else torch.logaddexp(best, one)
    return best.flatten(1).sum(1).neg()


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    """A logistic number is the difference of two Gumbel numbers."""
    B, K, C, H, W = means.shape

    def gumbel(*shape):
        e = torch.empty(*shape, dtype=torch.float64).exponential_(generator=generator)
        return -torch.log(e)

    k = (F.log_softmax(logits.double(), 1) + gumbel(B, K, H, W)).argmax(1)
    hot = F.one_hot(k, K).permute(0, 3, 1, 2)[:, :, None]  # (B, K, 1, H, W)
    m = (means * hot).sum(1, keepdim=True)
    s = (log_scales * hot).sum(1).double().exp()
    a = None if coeffs is None else (coeffs * hot).sum(1, keepdim=True)
    x = torch.zeros(B, C, H, W, dtype=torch.int64)
    for c in range(C):
        centre = m if a is None else channel_means(m, a, x, num_values)
        y = centre[:, 0, c] + s[:, c] * (gumbel(B, H, W) - gumbel(B, H, W))
        x[:, c] = (y * (num_values - 1)).round().long().clamp(0, num_values - 1)
    return x

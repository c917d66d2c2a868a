"""The logistic law as a tanh; the ends in one call; vectorised over C."""

import math

import torch
from torch.nn import functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    top = num_values - 1
    m = mean.to(torch.double)
    inverse = (-log_scale.to(torch.double)).exp()
    c = (x.to(torch.double) / top - m) * inverse
    w = inverse / top
    # s(c + w/2) - s(c - w/2) = sinh(w/2) / (cosh(c) + cosh(w/2))
    log_sinh = w / 2 + torch.log(-torch.expm1(-w)) - math.log(2)
    log_cosh = lambda t: t.abs() + F.softplus(-2 * t.abs()) - math.log(2)
    inner = log_sinh - torch.logaddexp(log_cosh(c), log_cosh(w / 2).expand_as(c))
    sign = torch.where(x == 0, 1.0, -1.0)
    outer = F.logsigmoid(sign * c + w / 2)
    return torch.where((x == 0) | (x == top), outer, inner).to(mean.dtype)


def channel_means(means, coeffs, x, num_values=256):
    y = x.to(means.dtype).unsqueeze(1).expand_as(means) / (num_values - 1)
    moved = torch.zeros_like(means)
    moved[:, :, 1] = (coeffs[:, :, 0] * y[:, :, 0])
    moved[:, :, 2] = (coeffs[:, :, 1:] * y[:, :, :2]).sum(2)
    return means + moved


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values).sum(2)
    return F.cross_entropy(
        logits.flatten(2), torch.softmax(logits.flatten(2), 1).detach(), reduction="none"
    ).sum(1) * 0 - torch.logsumexp(log_p + F.log_softmax(logits, 1), 1).flatten(1).sum(1)


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, H, W = logits.shape
    C = means.shape[2]
    top = num_values - 1
    p = torch.softmax(logits.double(), 1)
    first = torch.rand(B, 1, H, W, generator=generator, dtype=torch.double)
    k = (first > p.cumsum(1)[:, :-1]).sum(1, keepdim=True).unsqueeze(2)
    at = lambda t, c: torch.gather(t, 1, k.expand(-1, -1, t.shape[2], -1, -1))[:, 0, c].double()
    noise = 2 * torch.atanh(2 * torch.rand(B, C, H, W, generator=generator, dtype=torch.double) - 1)
    out = torch.zeros(B, C, H, W, dtype=torch.long)
    for c in range(C):
        mu = at(means, c)
        if coeffs is not None:
            mu = at(channel_means(means, coeffs, out, num_values), c)
        y = mu + at(log_scales, c).exp() * noise[:, c]
        out[:, c] = torch.clip(torch.round(y * top), 0, top).long()
    return out

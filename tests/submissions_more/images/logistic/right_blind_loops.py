"""Loops over components and channels; small helpers; lists of tensors."""

import torch
from torch.nn.functional import logsigmoid, softplus


def _log_one_minus_exp(minus):
    """log(1 - exp(-minus)) for minus > 0, each side in its own way."""
    small = minus < 0.7
    a = torch.where(small, minus, torch.ones_like(minus))
    b = torch.where(small, torch.ones_like(minus), minus)
    return torch.where(small, torch.log(-torch.expm1(-a)), torch.log1p(-torch.exp(-b)))


def logistic_log_prob(x, mean, log_scale, num_values=256):
    x, mean, log_scale = torch.broadcast_tensors(x, mean, log_scale)
    x = x.type_as(mean)
    centre = x / (num_values - 1)
    half = 0.5 / (num_values - 1)
    scale = log_scale.exp()
    above = (centre + half - mean) / scale
    below = (centre - half - mean) / scale
    first = (x == 0).type_as(mean)
    last = (x == num_values - 1).type_as(mean)
    inner = 1 - first - last
    both = -softplus(-above) - softplus(below) + _log_one_minus_exp(2 * half / scale)
    return first * logsigmoid(above) + last * -softplus(below) + inner * both


def channel_means(means, coeffs, x, num_values=256):
    out = []
    for k in range(means.shape[1]):
        rgb = [means[:, k, c] for c in range(3)]
        number = 0
        for c in (1, 2):
            for earlier in range(c):
                value = x[:, earlier].to(means.dtype) / (num_values - 1)
                rgb[c] = rgb[c] + coeffs[:, k, number] * value
                number += 1
        out.append(torch.stack(rgb, 1))
    return torch.stack(out, 1)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    weights = logits - logits.logsumexp(1, keepdim=True)
    total = None
    for k in range(logits.shape[1]):
        log_p = weights[:, k]
        for c in range(x.shape[1]):
            log_p = log_p + logistic_log_prob(x[:, c], means[:, k, c], log_scales[:, k, c], num_values)
        total = log_p if total is None else torch.logaddexp(total, log_p)
    return -total.flatten(1).sum(1)


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    logits, means, log_scales = logits.detach(), means.detach(), log_scales.detach()
    B, K, C, H, W = means.shape
    # The component: how many of the cumulative weights are below a uniform number.
    sums = logits.softmax(1).cumsum(1)
    u = torch.rand(B, 1, H, W, generator=generator, dtype=logits.dtype)
    which = (u >= sums[:, : K - 1]).sum(1)
    drawn = []
    for c in range(C):
        result = torch.zeros(B, H, W, dtype=torch.int64)
        u = torch.rand(B, H, W, generator=generator, dtype=logits.dtype)
        noise = torch.logit(u)
        for k in range(K):
            mean = means[:, k, c]
            if coeffs is not None:
                a = coeffs[:, k].detach()
                if c == 1:
                    mean = mean + a[:, 0] * drawn[0] / (num_values - 1)
                elif c == 2:
                    mean = mean + a[:, 1] * drawn[0] / (num_values - 1) + a[:, 2] * drawn[1] / (num_values - 1)
            y = (mean + log_scales[:, k, c].exp() * noise) * (num_values - 1)
            y = torch.floor(y + 0.5).clamp(0, num_values - 1)
            result = torch.where(which == k, y.long(), result)
        drawn.append(result)
    return torch.stack(drawn, 1)

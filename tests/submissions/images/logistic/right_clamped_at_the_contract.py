"""log_scale is clamped at -7, as the contract allows; Gumbel's trick; slices of a clone."""

import torch
from torch.nn.functional import softplus


def logistic_log_prob(x, mean, log_scale, num_values=256):
    log_scale = torch.clamp(log_scale, min=-7.5).to(torch.float64)
    inv = torch.exp(-log_scale)
    centred = x / (num_values - 1.0) - mean.to(torch.float64)
    plus = inv * (centred + 0.5 / (num_values - 1.0))
    minus = inv * (centred - 0.5 / (num_values - 1.0))
    log_cdf_plus = plus - softplus(plus)
    log_one_minus_cdf_min = -softplus(minus)
    width = plus - minus
    log_width = torch.log1p(-torch.exp(-width.clamp(min=1e-3)))
    narrow = torch.log(width) - width / 2 + width**2 / 24
    log_width = torch.where(width < 1e-3, narrow, log_width)
    middle = log_cdf_plus + log_one_minus_cdf_min + log_width
    x = x.expand_as(middle)
    out = torch.where(x < 1, log_cdf_plus, torch.where(x > num_values - 2, log_one_minus_cdf_min, middle))
    return out.to(mean.dtype)


def channel_means(means, coeffs, x, num_values=256):
    out = means.clone()
    v = (x / (num_values - 1))[:, None].to(means.dtype)
    out[:, :, 1] += coeffs[:, :, 0] * v[:, :, 0]
    out[:, :, 2] += coeffs[:, :, 1] * v[:, :, 0] + coeffs[:, :, 2] * v[:, :, 1]
    return out


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x.unsqueeze(1), means, log_scales, num_values).sum(dim=2)
    joint = torch.logsumexp(logits + log_p, dim=1) - torch.logsumexp(logits, dim=1)
    return joint.flatten(1).sum(1).neg()


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    u = torch.rand(logits.shape, generator=generator, dtype=torch.float64)
    choice = torch.argmax(logits - torch.log(-torch.log(u)), dim=1, keepdim=True)
    one_hot = torch.zeros_like(logits).scatter_(1, choice, 1.0).unsqueeze(2)
    m, s = (means * one_hot).sum(1), (log_scales * one_hot).sum(1)
    u = torch.rand(m.shape, generator=generator, dtype=torch.float64)
    noise = torch.exp(s) * (torch.log(u) - torch.log1p(-u))
    top = num_values - 1
    snap = lambda t: torch.clamp((t * top).round(), 0, top)
    planes = []
    for c in range(m.shape[1]):
        mean = m[:, c]
        if coeffs is not None and c > 0:
            k = (coeffs * one_hot).sum(1)
            mean = mean + (k[:, 0] * planes[0] if c == 1 else k[:, 1] * planes[0] + k[:, 2] * planes[1]) / top
        planes.append(snap(mean + noise[:, c]))
    return torch.stack(planes, 1).to(torch.int64)

"""Bars turned to the small side; pixel by pixel; draws from tables."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    """By symmetry a bar above the mean is one below it: there the sigmoids are small."""
    step = 1 / (num_values - 1)
    dtype = mean.dtype
    x, mean, log_scale = torch.broadcast_tensors(x, mean.double(), log_scale.double())
    inverse = torch.exp(-log_scale)
    d = x.double() * step - mean
    top, bottom = (d + step / 2) * inverse, (d - step / 2) * inverse
    turned = d > 0
    low = torch.where(turned, -top, bottom)
    high = torch.where(turned, -bottom, top)
    # log(s(high) - s(low)) = log s(high) + log(1 - s(low) / s(high))
    gap = F.logsigmoid(high) - F.logsigmoid(low)
    inside = F.logsigmoid(high) + torch.log(-torch.expm1(-gap))
    middle = (x > 0) & (x < num_values - 1)
    ends = torch.where(x == 0, F.logsigmoid(top), F.logsigmoid(-bottom))
    return torch.where(middle, inside, ends).to(dtype)


def channel_means(means, coeffs, x, num_values=256):
    colours = (x.double() / (num_values - 1)).to(means.dtype)
    table = torch.zeros_like(means)
    red, green = colours[:, 0].unsqueeze(1), colours[:, 1].unsqueeze(1)
    table[:, :, 1] = coeffs[:, :, 0] * red
    table[:, :, 2] = coeffs[:, :, 1] * red + coeffs[:, :, 2] * green
    return table + means


def mixture_nll(logits, means, log_scales, x, num_values=256):
    nll = logits.new_zeros(len(logits))
    log_weights = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    for i in range(x.shape[2]):
        for j in range(x.shape[3]):
            terms = log_weights[:, :, i, j]
            for c in range(x.shape[1]):
                law = means[:, :, c, i, j], log_scales[:, :, c, i, j]
                terms = terms + logistic_log_prob(x[:, c, i, j, None], *law, num_values)
            nll = nll - torch.logsumexp(terms, dim=1)
    return nll


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    """Draws from the table of all values, by its running sum."""
    B, K, H, W = logits.shape
    weights = torch.softmax(logits.double(), 1).permute(0, 2, 3, 1)
    u = torch.rand(B, H, W, 1, generator=generator, dtype=torch.float64)
    k = (u >= weights.cumsum(-1)).sum(-1).clamp(max=K - 1)[:, None, None]
    k = k.expand(-1, -1, means.shape[2], -1, -1)
    m, s = means.gather(1, k), log_scales.gather(1, k)
    x = torch.zeros(B, means.shape[2], H, W, dtype=torch.int64)
    values = torch.arange(num_values).view(-1, 1, 1, 1)
    for c in range(means.shape[2]):
        now = m if coeffs is None else channel_means(m, coeffs.gather(1, k), x, num_values)
        law = logistic_log_prob(values, now[:, 0, c].double(), s[:, 0, c].double(), num_values).exp()
        u = torch.rand(B, H, W, generator=generator, dtype=torch.float64)
        x[:, c] = (u >= law.cumsum(0)).sum(0).clamp(max=num_values - 1)
    return x

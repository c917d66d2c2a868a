"""Hyperbolic sines; einsum; draws from tables."""

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
    levels = (x / (num_values - 1)).to(means.dtype)
    B, K, _, H, W = means.shape
    # Each coefficient with the channel that it multiplies and the mean that it moves.
    moves = torch.zeros(B, K, 3, 3, H, W, dtype=means.dtype)
    moves[:, :, 1, 0] = coeffs[:, :, 0]
    moves[:, :, 2, 0] = coeffs[:, :, 1]
    moves[:, :, 2, 1] = coeffs[:, :, 2]
    return means + torch.einsum("bkoihw,bihw->bkohw", moves, levels)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values)
    log_p = log_p.sum(dim=2) + torch.log_softmax(logits, dim=1)
    return -torch.logsumexp(log_p, dim=1).sum(dim=(1, 2))


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

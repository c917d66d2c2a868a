"""Edges at infinity by masked_fill; two forms of log(1 - exp)."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    def edge(end):
        return ((x.double() + end) / (num_values - 1) - mean.double()) / log_scale.double().exp()

    lower, upper = edge(-0.5), edge(0.5)
    shape = torch.broadcast_shapes(x.shape, mean.shape, log_scale.shape)
    x = x.expand(shape)
    # Edges at infinity: the log of s(inf) is 0, and so is that of 1 - exp(-inf).
    low_end, high_end = x.eq(0), x.eq(num_values - 1)
    log_below = F.logsigmoid(upper).masked_fill(high_end, 0)
    log_above = F.logsigmoid(-lower).masked_fill(low_end, 0)
    both = torch.log1p(-torch.exp(lower - upper))
    small = torch.log(-torch.expm1(lower - upper))
    width = torch.where(upper - lower < 0.7, small, both).masked_fill(low_end | high_end, 0)
    return (log_below + log_above + width).to(mean.dtype)


def channel_means(means, coeffs, x, num_values=256):
    level = x.to(means.dtype) / (num_values - 1)
    r, g = level[:, None, 0], level[:, None, 1]
    m_r = means[:, :, 0]
    m_g = means[:, :, 1] + coeffs[:, :, 0] * r
    m_b = means[:, :, 2] + coeffs[:, :, 1] * r + coeffs[:, :, 2] * g
    return torch.stack([m_r, m_g, m_b], dim=2)


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


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    """Draws from every component, then keeps the picked one."""
    B, K, C, H, W = means.shape
    weights = F.softmax(logits.detach().double(), dim=1).permute(0, 2, 3, 1).reshape(-1, K)
    picked = torch.multinomial(weights, 1, generator=generator).view(B, 1, H, W)
    x = torch.zeros(B, K, C, H, W, dtype=torch.int64)
    for c in range(C):
        m = means.detach()[:, :, c].double()
        if coeffs is not None and c:
            levels = x.double() / (num_values - 1)
            if c == 1:
                m = m + coeffs.detach()[:, :, 0] * levels[:, :, 0]
            else:
                m = m + (coeffs.detach()[:, :, 1:] * levels[:, :, :2]).sum(2)
        u = torch.empty(B, K, H, W, dtype=torch.float64).uniform_(generator=generator)
        y = m + log_scales.detach()[:, :, c].double().exp() * (u.log() - torch.log1p(-u))
        x[:, :, c] = torch.floor(y * (num_values - 1) + 0.5).clamp(0, num_values - 1).long()
    return x.gather(1, picked[:, :, None].expand(B, 1, C, H, W))[:, 0]

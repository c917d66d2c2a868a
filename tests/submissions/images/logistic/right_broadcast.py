"""One formula for the inside, the ends on top; the Gumbel trick."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    V = num_values
    x, mean, log_scale = torch.broadcast_tensors(x, mean, log_scale)
    y = x.to(torch.float64) / (V - 1)
    m, s = mean.double(), torch.exp(log_scale.double())
    upper = (y + 0.5 / (V - 1) - m) / s
    lower = (y - 0.5 / (V - 1) - m) / s
    inside = F.logsigmoid(upper) + F.logsigmoid(-lower) + torch.log(-torch.expm1(lower - upper))
    result = torch.where(x == 0, F.logsigmoid(upper), inside)
    result = torch.where(x == V - 1, F.logsigmoid(-lower), result)
    return result.to(mean.dtype)


def channel_means(means, coeffs, x, num_values=256):
    level = x.to(means.dtype) / (num_values - 1)
    r, g = level[:, None, 0], level[:, None, 1]
    m_r = means[:, :, 0]
    m_g = means[:, :, 1] + coeffs[:, :, 0] * r
    m_b = means[:, :, 2] + coeffs[:, :, 1] * r + coeffs[:, :, 2] * g
    return torch.stack([m_r, m_g, m_b], dim=2)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x[:, None], means, log_scales, num_values)
    log_p = log_p.sum(dim=2) + torch.log_softmax(logits, dim=1)
    return -torch.logsumexp(log_p, dim=1).sum(dim=(1, 2))


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, H, W = logits.shape
    C = means.shape[2]
    noise = torch.rand(logits.shape, generator=generator, dtype=torch.float64)
    k = (logits.double() - torch.log(-torch.log(noise))).argmax(dim=1)
    pick = k[:, None, None].expand(B, 1, C, H, W)
    m, s = torch.gather(means, 1, pick), torch.gather(log_scales, 1, pick)[:, 0].double().exp()
    x = torch.zeros(B, C, H, W, dtype=torch.long)
    for c in range(C):
        now = m
        if coeffs is not None:
            now = channel_means(m, torch.gather(coeffs, 1, pick), x, num_values)
        u = torch.rand(B, H, W, generator=generator, dtype=torch.float64)
        y = now[:, 0, c] + s[:, c] * torch.logit(u)
        x[:, c] = torch.clamp(torch.round(y * (num_values - 1)), 0, num_values - 1).long()
    return x

"""Plain torch; sampling by the inverse of the distribution function."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    v = x.to(mean.dtype)
    inv = torch.exp(-log_scale)
    top = num_values - 1
    upper = ((v + 0.5) / top - mean) * inv
    lower = ((v - 0.5) / top - mean) * inv
    # s(u) - s(l) = s(u) s(-l) (1 - exp(l - u)), and u - l is the width in scales
    middle = F.logsigmoid(upper) + F.logsigmoid(-lower) + torch.log(-torch.expm1(-inv / top))
    result = torch.where(v == 0, F.logsigmoid(upper), middle)
    return torch.where(v == top, F.logsigmoid(-lower), result)


def channel_means(means, coeffs, x, num_values=256):
    true = x.to(means.dtype) / (num_values - 1)
    r = true[:, None, 0]
    g = true[:, None, 1]
    red = means[:, :, 0]
    green = means[:, :, 1] + coeffs[:, :, 0] * r
    blue = means[:, :, 2] + coeffs[:, :, 1] * r + coeffs[:, :, 2] * g
    return torch.stack([red, green, blue], dim=2)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x.unsqueeze(1), means, log_scales, num_values).sum(dim=2)
    log_w = F.log_softmax(logits, dim=1)
    return -torch.logsumexp(log_w + log_p, dim=1).sum(dim=(1, 2))


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, C, H, W = means.shape
    p = F.softmax(logits, dim=1).permute(0, 2, 3, 1).reshape(-1, K)
    k = torch.multinomial(p, 1, generator=generator).reshape(B, 1, 1, H, W)
    index = k.expand(B, 1, C, H, W)
    s = log_scales.gather(1, index).squeeze(1).exp()
    x = torch.zeros(B, C, H, W, dtype=torch.long)
    for c in range(C):
        now = means if coeffs is None else channel_means(means, coeffs, x, num_values)
        m = now.gather(1, index).squeeze(1)[:, c]
        u = torch.rand(B, H, W, generator=generator, dtype=means.dtype)
        y = m + s[:, c] * (torch.log(u) - torch.log1p(-u))
        x[:, c] = torch.round(y * (num_values - 1)).clamp(0, num_values - 1).long()
    return x

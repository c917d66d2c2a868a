"""Draws by counting how many edges of the CDF lie below a uniform number."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    x_ = x.to(torch.float64)
    rate = log_scale.to(torch.float64).neg().exp()
    inf = torch.tensor(float("inf"), dtype=torch.float64)
    a = (x_ - 0.5) / (num_values - 1) - mean
    b = (x_ + 0.5) / (num_values - 1) - mean
    at_zero, at_top = (x <= 0).expand_as(a), (x >= num_values - 1).expand_as(a)
    lower = torch.zeros_like(a)
    lower = torch.where(at_zero, lower, F.logsigmoid(-a * rate))
    upper = torch.where(at_top, torch.zeros_like(b), F.logsigmoid(b * rate))
    gap = torch.where(at_zero | at_top, inf, ((b - a) * rate).expand_as(a))
    return (lower + upper + torch.log1p(-torch.exp(-gap)).where(gap > 1, torch.log(-torch.expm1(-gap)))).to(mean.dtype)


def channel_means(means, coeffs, x, num_values=256):
    alpha, beta, gamma = coeffs.split(1, dim=2)
    r, g, _ = (x.unsqueeze(1).type_as(means) / (num_values - 1)).split(1, dim=2)
    return means + torch.cat((torch.zeros_like(alpha), alpha * r, beta * r + gamma * g), dim=2)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    one = logistic_log_prob(x.unsqueeze(1), means, log_scales, num_values)
    total = (one.sum(2) + logits.log_softmax(1)).logsumexp(1)
    return -total.sum([1, 2])


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, H, W = logits.shape
    C = means.shape[2]
    pixels = logits.permute(0, 2, 3, 1).reshape(-1, K)
    k = torch.distributions.Categorical(logits=pixels.double()).probs
    k = torch.multinomial(k, 1, generator=generator).reshape(B, 1, 1, H, W).expand(-1, -1, C, -1, -1)
    m, s = means.gather(1, k), log_scales.gather(1, k)
    c = coeffs.gather(1, k) if coeffs is not None else None
    x = torch.zeros(B, C, H, W, dtype=torch.int64)
    edges = (torch.arange(num_values - 1, dtype=torch.float64) + 0.5) / (num_values - 1)
    for j in range(C):
        mu = (m if c is None else channel_means(m, c, x, num_values))[:, 0, j].double()
        below = torch.sigmoid((edges - mu[..., None]) / s[:, 0, j, ..., None].double().exp())
        u = torch.rand(B, H, W, 1, generator=generator, dtype=torch.float64)
        x[:, j] = (below < u).sum(-1)
    return x

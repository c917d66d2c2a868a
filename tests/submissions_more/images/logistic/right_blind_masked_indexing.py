"""Boolean indexing puts the three cases into place; thresholds are counted when sampling."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    shape = torch.broadcast_shapes(x.shape, mean.shape, log_scale.shape)
    x = x.expand(shape).reshape(-1)
    mean = mean.expand(shape).reshape(-1)
    log_scale = log_scale.expand(shape).reshape(-1)
    n = num_values - 1
    result = mean.new_zeros(mean.shape)
    low, high = x == 0, x == n
    mid = ~(low | high)

    def z(which, shift):
        return ((x[which].to(mean.dtype) + shift) / n - mean[which]) * torch.exp(-log_scale[which])

    result[low] = F.logsigmoid(z(low, 0.5))
    result[high] = F.logsigmoid(-z(high, -0.5))
    width = torch.exp(-log_scale[mid]) / n
    result[mid] = F.logsigmoid(z(mid, 0.5)) + F.logsigmoid(-z(mid, -0.5)) + (-torch.expm1(-width)).log()
    return result.reshape(shape)


def channel_means(means, coeffs, x, num_values=256):
    grid = x[:, None].to(means.dtype) / (num_values - 1)
    red = torch.zeros_like(means)
    red[:, :, 1:] = grid[:, :, :1]
    green = torch.zeros_like(means)
    green[:, :, 2] = grid[:, :, 1]
    return means + coeffs.roll(1, 2)[:, :, [0, 1, 2]] * red + coeffs * green


def mixture_nll(logits, means, log_scales, x, num_values=256):
    B, K = logits.shape[:2]
    expanded = x.unsqueeze(1).repeat(1, K, 1, 1, 1)
    log_p = logistic_log_prob(expanded, means, log_scales, num_values).sum(2)
    return -torch.logsumexp(F.log_softmax(logits, 1) + log_p, 1).reshape(B, -1).sum(1)


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    with torch.inference_mode():
        B, K, C, H, W = means.shape
        weights = logits.softmax(1).transpose(0, 1).reshape(K, -1).T
        k = torch.multinomial(weights, 1, generator=generator).T.reshape(B, H, W)
        b, i, j = torch.meshgrid(torch.arange(B), torch.arange(H), torch.arange(W), indexing="ij")
        x = torch.zeros(B, C, H, W, dtype=torch.int64)
        edges = (torch.arange(num_values - 1, dtype=means.dtype) + 0.5) / (num_values - 1)
        for c in range(C):
            mu = (means if coeffs is None else channel_means(means, coeffs, x, num_values))[b, k, c, i, j]
            s = log_scales[b, k, c, i, j].exp()
            below = torch.sigmoid((edges - mu[..., None]) / s[..., None])
            u = torch.rand(B, H, W, 1, generator=generator, dtype=means.dtype)
            x[:, c] = (u > below).sum(-1)
    return x.clone()

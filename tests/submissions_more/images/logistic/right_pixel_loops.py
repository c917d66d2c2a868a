"""Loops over components and channels; views of x as floats."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    V = num_values
    shape = torch.broadcast_shapes(x.shape, mean.shape, log_scale.shape)
    x, m, ls = x.expand(shape), mean.expand(shape).double(), log_scale.expand(shape).double()
    v = x.double()
    out = torch.empty(shape, dtype=torch.float64)
    z = lambda t, i: (t / (V - 1) - m[i]) * torch.exp(-ls[i])
    zero, top = x == 0, x == V - 1
    mid = ~zero & ~top
    parts = []
    for i, f in (
        (zero, lambda i: F.logsigmoid(z(v[i] + 0.5, i))),
        (top, lambda i: F.logsigmoid(-z(v[i] - 0.5, i))),
        (
            mid,
            lambda i: F.logsigmoid(z(v[i] + 0.5, i))
            + F.logsigmoid(-z(v[i] - 0.5, i))
            + torch.log(-torch.expm1(-torch.exp(-ls[i]) / (V - 1))),
        ),
    ):
        parts.append((i, f(i)))
    out = torch.zeros(shape, dtype=torch.float64)
    for i, value in parts:
        out = out.masked_scatter(i, value)
    return out.to(mean.dtype)


def channel_means(means, coeffs, x, num_values=256):
    y = x.to(means.dtype) / (num_values - 1)
    result = []
    for k in range(means.shape[1]):
        m, c = means[:, k], coeffs[:, k]
        result.append(
            torch.stack(
                (m[:, 0], m[:, 1] + c[:, 0] * y[:, 0], m[:, 2] + c[:, 1] * y[:, 0] + c[:, 2] * y[:, 1]), 1
            )
        )
    return torch.stack(result, 1)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    scores = [
        sum(
            logistic_log_prob(x[:, c], means[:, k, c], log_scales[:, k, c], num_values)
            for c in range(x.shape[1])
        )
        for k in range(means.shape[1])
    ]
    joint = torch.stack(scores, 1) + F.log_softmax(logits, 1)
    return -joint.logsumexp(1).sum((1, 2))


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    means, log_scales, logits = means.detach(), log_scales.detach(), logits.detach()
    B, K, C, H, W = means.shape
    x = torch.zeros(B, C, H, W, dtype=torch.int64)
    w = logits.softmax(1).movedim(1, -1)
    k = torch.multinomial(w.reshape(-1, K), 1, replacement=True, generator=generator).view(B, H, W)
    for c in range(C):
        u = torch.rand(B, H, W, generator=generator, dtype=torch.double)
        for j in range(K):
            here = k == j
            mean = means[:, j, c]
            if coeffs is not None:
                mean = channel_means(means, coeffs, x, num_values)[:, j, c].detach()
            y = mean + log_scales[:, j, c].exp() * u.logit()
            y = (y * (num_values - 1)).round().clamp(0, num_values - 1).long()
            x[:, c][here] = y[here]
    return x

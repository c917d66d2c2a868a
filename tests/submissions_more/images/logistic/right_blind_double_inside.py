"""Everything in float64 inside, log of a difference on the side where both ends are small; rounded at the end."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    m = mean.double()
    s = log_scale.double().exp()
    v = x.double()
    hi = ((2 * v + 1) / (2 * (num_values - 1)) - m) / s
    lo = ((2 * v - 1) / (2 * (num_values - 1)) - m) / s
    flip = hi + lo > 0
    a = torch.where(flip, -hi, lo)
    b = torch.where(flip, -lo, hi)
    log_a, log_b = F.logsigmoid(a), F.logsigmoid(b)
    inside = log_b + torch.log(-torch.expm1(log_a - log_b))
    zero = (v == 0).expand_as(inside)
    full = (v == num_values - 1).expand_as(inside)
    answer = torch.where(zero, F.logsigmoid(hi), torch.where(full, F.logsigmoid(-lo), inside))
    return answer.to(mean.dtype)


def channel_means(means, coeffs, x, num_values=256):
    y = x.double().unsqueeze(1) / (num_values - 1)
    shift = torch.cat(
        [
            torch.zeros_like(coeffs[:, :, :1]).double(),
            coeffs[:, :, 0:1].double() * y[:, :, 0:1],
            (coeffs[:, :, 1:3].double() * y[:, :, 0:2]).sum(2, keepdim=True),
        ],
        dim=2,
    )
    return (means.double() + shift).to(means.dtype)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    each = logistic_log_prob(x[:, None], means.double(), log_scales.double(), num_values)
    joint = torch.log_softmax(logits.double(), 1) + each.sum(2)
    return -joint.logsumexp(1).flatten(1).sum(1).to(logits.dtype)


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    with torch.no_grad():
        B, K, C, H, W = means.shape
        # Gumbel's trick for the component.
        u = torch.rand(logits.shape, generator=generator, dtype=torch.float64)
        k = (logits.double() - torch.log(-torch.log(u))).argmax(1)
        hot = F.one_hot(k, K).movedim(-1, 1).double()[:, :, None]
        x = torch.zeros(B, C, H, W, dtype=torch.int64)
        s = (hot * log_scales).sum(1).exp()
        for c in range(C):
            mu = means if coeffs is None else channel_means(means, coeffs, x, num_values)
            mu = (hot * mu).sum(1)[:, c]
            u = torch.rand((B, H, W), generator=generator, dtype=torch.float64)
            y = mu + s[:, c] * (u.log() - (1 - u).log())
            x[:, c] = (y * (num_values - 1)).round().clamp(min=0, max=num_values - 1).to(torch.int64)
        return x

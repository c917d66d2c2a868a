"""P = sinh(h) / (cosh(m) + cosh(h)) with h half the width and m the distance, all in logs; draws value by value."""

import torch


def logistic_log_prob(x, mean, log_scale, num_values=256):
    n = num_values - 1
    r = torch.exp(-log_scale)
    pixel = torch.as_tensor(x).to(mean.dtype)
    m = (pixel / n - mean) * r
    h = r / (2 * n) + torch.zeros_like(m)
    log_sinh = h + torch.log(-torch.expm1(-2 * h))
    log_cosh = torch.logsumexp(torch.stack([m, -m, h, -h]), dim=0)
    p = log_sinh - log_cosh
    p = torch.where(pixel == 0, -torch.logaddexp(torch.zeros_like(m), -(m + h)), p)
    p = torch.where(pixel == n, -torch.logaddexp(torch.zeros_like(m), m - h), p)
    return p


def channel_means(means, coeffs, x, num_values=256):
    y = x.to(means.dtype).div(num_values - 1)
    # [to, coefficient, from]: which coefficient times which colour goes where
    how = torch.zeros(3, 3, 3, dtype=means.dtype)
    how[1, 0, 0] = how[2, 1, 0] = how[2, 2, 1] = 1
    return means + torch.einsum("tcf,bkchw,bfhw->bkthw", how, coeffs, y)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = torch.einsum("bkchw->bkhw", logistic_log_prob(x[:, None], means, log_scales, num_values))
    log_w = logits.log_softmax(dim=1)
    per_pixel = (log_w + log_p).logsumexp(dim=1)
    return -torch.einsum("bhw->b", per_pixel)


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    logits, means, log_scales = (t.detach().clone() for t in (logits, means, log_scales))
    B, K, C, H, W = means.shape
    order = (0, 2, 3, 1)
    k = torch.multinomial(logits.softmax(1).permute(order).reshape(-1, K), 1, generator=generator)
    k = k.view(B, 1, 1, H, W).expand(-1, -1, C, -1, -1)
    scales = torch.take_along_dim(log_scales, k, 1)[:, 0]
    x = torch.zeros((B, C, H, W), dtype=torch.int64)
    values = torch.arange(num_values).view(-1, 1, 1, 1)
    for c in range(C):
        mu = channel_means(means, coeffs.detach(), x, num_values) if coeffs is not None else means
        mu = torch.take_along_dim(mu, k, 1)[:, 0, c]
        table = logistic_log_prob(values, mu, scales[:, c], num_values).exp()
        x[:, c] = torch.multinomial(table.permute(1, 2, 3, 0).reshape(-1, num_values), 1,
                                    generator=generator).view(B, H, W)
    return x

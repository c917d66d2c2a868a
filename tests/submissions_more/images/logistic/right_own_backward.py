"""A gradient of its own; channels in einsum; draws in a flat layout, channels last."""

import math

import torch
import torch.nn.functional as F


class _LogBar(torch.autograd.Function):
    """log(s(b) - s(a)) of a = z - h, b = z + h, by what lies on the small side."""

    @staticmethod
    def forward(ctx, z, h):
        near = -z.abs()
        ctx.save_for_backward(z, h)
        return F.logsigmoid(near + h) + F.logsigmoid(h - near) + torch.log(-torch.expm1(-2 * h))

    @staticmethod
    def backward(ctx, grad):
        z, h = ctx.saved_tensors
        a, b = z - h, z + h
        by_z = torch.sigmoid(-b) - torch.sigmoid(a)
        by_h = torch.sigmoid(-b) + torch.sigmoid(a) + 2 / torch.expm1(2 * h)
        return grad * by_z, grad * by_h


def logistic_log_prob(x, mean, log_scale, num_values=256):
    x, mean_, log_scale = torch.broadcast_tensors(x, mean, log_scale)
    top = num_values - 1
    rate = torch.exp(-log_scale.double())
    z = (x.double() / top - mean_.double()) * rate
    h = rate / (2 * top)
    inside = _LogBar.apply(z, h)
    low = F.logsigmoid(z + h)
    high = F.logsigmoid(h - z)
    out = inside
    out = torch.where(x.eq(0), low, out)
    out = torch.where(x.eq(top), high, out)
    return out.to(mean.dtype)


def channel_means(means, coeffs, x, num_values=256):
    level = x.to(means) / (num_values - 1)
    mix = torch.zeros(3, 3, 3, dtype=means.dtype)  # mean, coefficient, value
    mix[1, 0, 0] = mix[2, 1, 0] = mix[2, 2, 1] = 1
    return means + torch.einsum("dcv,bkchw,bvhw->bkdhw", mix, coeffs, level)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    weights = F.log_softmax(logits, dim=1)
    total = torch.zeros_like(weights)
    for c in range(means.shape[2]):
        total = total + logistic_log_prob(
            x[:, None, c], means[:, :, c], log_scales[:, :, c], num_values
        )
    return -torch.einsum("bhw->b", torch.logsumexp(weights + total, dim=1))


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    with torch.no_grad():
        B, K, C, H, W = means.shape
        flat = lambda t: t.permute(0, 3, 4, 1, 2).reshape(B * H * W, K, C)
        rows = torch.arange(B * H * W)
        p = F.softmax(logits.permute(0, 2, 3, 1).reshape(-1, K).double(), dim=-1)
        u = torch.rand(B * H * W, 1, generator=generator, dtype=torch.float64)
        k = (p.cumsum(-1) < u).sum(-1).clamp(max=K - 1)
        m, s = flat(means)[rows, k].double(), flat(log_scales)[rows, k].double().exp()
        c = None if coeffs is None else flat(coeffs)[rows, k].double()
        x = torch.zeros(B * H * W, C, dtype=torch.int64)
        top = num_values - 1
        for j in range(C):
            mean = m[:, j]
            if c is not None and j == 1:
                mean = mean + c[:, 0] * x[:, 0] / top
            if c is not None and j == 2:
                mean = mean + c[:, 1] * x[:, 0] / top + c[:, 2] * x[:, 1] / top
            e = torch.empty(2, B * H * W, dtype=torch.float64).exponential_(generator=generator)
            value = mean + s[:, j] * (e[0].log() - e[1].log())
            x[:, j] = (value * top).round().clamp(0, top).long()
        return x.view(B, H, W, C).permute(0, 3, 1, 2)

"""An autograd.Function with the gradient by hand for the log-probability."""

import math

import torch


class _LogProb(torch.autograd.Function):
    @staticmethod
    def forward(ctx, v, mean, log_scale, top):
        inv = torch.exp(-log_scale)
        hi = (v / top + 0.5 / top - mean) * inv
        lo = (v / top - 0.5 / top - mean) * inv
        width = inv / top
        is_low = v == 0
        is_high = v == top
        log_hi = torch.where(is_high, torch.zeros_like(hi), torch.nn.functional.logsigmoid(hi))
        log_lo = torch.where(is_low, torch.zeros_like(lo), torch.nn.functional.logsigmoid(-lo))
        log_width = torch.where(is_low | is_high, torch.zeros_like(hi), torch.log(-torch.expm1(-width)))
        ctx.save_for_backward(hi, lo, inv, width, is_low, is_high)
        return log_hi + log_lo + log_width

    @staticmethod
    def backward(ctx, grad):
        hi, lo, inv, width, is_low, is_high = ctx.saved_tensors
        zero = torch.zeros_like(hi)
        d_hi = torch.where(is_high, zero, torch.sigmoid(-hi))
        d_lo = torch.where(is_low, zero, -torch.sigmoid(lo))
        # d/dw log(1 - exp(-w)) · w
        d_width = torch.where(is_low | is_high, zero, width * torch.exp(-width) / -torch.expm1(-width))
        d_mean = -(d_hi + d_lo) * inv
        d_log_scale = -(torch.where(is_high, zero, d_hi * hi) + torch.where(is_low, zero, d_lo * lo) + d_width)
        return None, grad * d_mean, grad * d_log_scale, None


def logistic_log_prob(x, mean, log_scale, num_values=256):
    v, mean, log_scale = torch.broadcast_tensors(x.to(mean.dtype), mean, log_scale)
    return _LogProb.apply(v, mean, log_scale, num_values - 1)


def channel_means(means, coeffs, x, num_values=256):
    new = means.clone()
    value = (x / (num_values - 1) if means.dtype == torch.float32 else x.double() / (num_values - 1)).unsqueeze(1)
    new[:, :, 1] += coeffs[:, :, 0] * value[:, :, 0]
    new[:, :, 2] += coeffs[:, :, 1] * value[:, :, 0]
    new[:, :, 2] += coeffs[:, :, 2] * value[:, :, 1]
    return new


def mixture_nll(logits, means, log_scales, x, num_values=256):
    log_p = logistic_log_prob(x.unsqueeze(1), means, log_scales, num_values).sum(2)
    joint = log_p + logits
    return (torch.logsumexp(logits, 1) - torch.logsumexp(joint, 1)).sum(-1).sum(-1)


def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    with torch.no_grad():
        B, K, C, H, W = means.shape
        p = torch.softmax(logits.movedim(1, -1), -1).reshape(B * H * W, K)
        k = torch.multinomial(p, 1, replacement=True, generator=generator)

        def pick(t):
            return t.permute(0, 3, 4, 1, 2).reshape(B * H * W, K, C)[torch.arange(B * H * W), k[:, 0]]

        m, s = pick(means), pick(log_scales).exp()
        a = None if coeffs is None else pick(coeffs)
        out = torch.empty(B * H * W, C, dtype=torch.int64)
        for c in range(C):
            mu = m[:, c]
            if a is not None and c > 0:
                first = math.comb(c, 2)
                mu = mu + (a[:, first : first + c] * out[:, :c].to(a.dtype) / (num_values - 1)).sum(1)
            u = torch.rand(B * H * W, generator=generator, dtype=m.dtype)
            y = mu + s[:, c] * torch.logit(u)
            out[:, c] = (y * (num_values - 1)).round().clamp(0, num_values - 1).long()
        return out.reshape(B, H, W, C).permute(0, 3, 1, 2)

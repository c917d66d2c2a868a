"""softplus throughout; einsum; logaddexp; every component draws."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    last, dtype = num_values - 1, mean.dtype
    mean, log_scale = mean.double(), log_scale.double()
    # Edges in units of the scale; beyond both ends they are far away, which is all that counts.
    rate = torch.exp(-log_scale)
    a = ((x.double() - 0.5) / last - mean) * rate
    b = ((x.double() + 0.5) / last - mean) * rate
    first, final = (x <= 0).expand_as(a), (x >= last).expand_as(a)
    zero = torch.zeros_like(a)
    # log(e^b - e^a) - log(1 + e^a) - log(1 + e^b)
    log_mass = b + torch.log(-torch.expm1(-(b - a))) - F.softplus(a) - F.softplus(b)
    log_mass = torch.where(first, -F.softplus(-b), log_mass)
    return torch.where(final, -F.softplus(torch.where(final, a, zero)), log_mass).to(dtype)


def channel_means(means, coeffs, x, num_values=256):
    levels = (x / (num_values - 1)).to(means.dtype)
    B, K, _, H, W = means.shape
    # Each coefficient with the channel that it multiplies and the mean that it moves.
    moves = torch.zeros(B, K, 3, 3, H, W, dtype=means.dtype)
    moves[:, :, 1, 0] = coeffs[:, :, 0]
    moves[:, :, 2, 0] = coeffs[:, :, 1]
    moves[:, :, 2, 1] = coeffs[:, :, 2]
    return means + torch.einsum("bkoihw,bihw->bkohw", moves, levels)


def mixture_nll(logits, means, log_scales, x, num_values=256):
    best = None
    weights = F.log_softmax(logits, dim=1)
    for k in range(logits.shape[1]):
        one = logistic_log_prob(x, means[:, k], log_scales[:, k], num_values).sum(1) + weights[:, k]
        best = one if best is None else torch.logaddexp(best, one)
    return best.flatten(1).sum(1).neg()


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

"""Other forms of each."""

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
    colours = (x.double() / (num_values - 1)).to(means.dtype)
    table = torch.zeros_like(means)
    red, green = colours[:, 0].unsqueeze(1), colours[:, 1].unsqueeze(1)
    table[:, :, 1] = coeffs[:, :, 0] * red
    table[:, :, 2] = coeffs[:, :, 1] * red + coeffs[:, :, 2] * green
    return table + means


def mixture_nll(logits, means, log_scales, x, num_values=256):
    nll = logits.new_zeros(len(logits))
    log_weights = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    for i in range(x.shape[2]):
        for j in range(x.shape[3]):
            terms = log_weights[:, :, i, j]
            for c in range(x.shape[1]):
                law = means[:, :, c, i, j], log_scales[:, :, c, i, j]
                terms = terms + logistic_log_prob(x[:, c, i, j, None], *law, num_values)
            nll = nll - torch.logsumexp(terms, dim=1)
    return nll


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    """A logistic number is the difference of two Gumbel numbers."""
    B, K, C, H, W = means.shape

    def gumbel(*shape):
        e = torch.empty(*shape, dtype=torch.float64).exponential_(generator=generator)
        return -torch.log(e)

    k = (F.log_softmax(logits.double(), 1) + gumbel(B, K, H, W)).argmax(1)
    hot = F.one_hot(k, K).permute(0, 3, 1, 2)[:, :, None]  # (B, K, 1, H, W)
    m = (means * hot).sum(1, keepdim=True)
    s = (log_scales * hot).sum(1).double().exp()
    a = None if coeffs is None else (coeffs * hot).sum(1, keepdim=True)
    x = torch.zeros(B, C, H, W, dtype=torch.int64)
    for c in range(C):
        centre = m if a is None else channel_means(m, a, x, num_values)
        y = centre[:, 0, c] + s[:, c] * (gumbel(B, H, W) - gumbel(B, H, W))
        x[:, c] = (y * (num_values - 1)).round().long().clamp(0, num_values - 1)
    return x

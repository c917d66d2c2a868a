# expect: sample_mixture_samples
# says: random number of its own
# kind: law
"""All rows of an image share their random numbers."""

import torch


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, C, H, W = means.shape
    n = num_values - 1

    z = torch.multinomial(logits.permute(0, 2, 3, 1).reshape(-1, K).softmax(-1), 1, generator=generator).view(B, 1, H, W)

    x = torch.zeros(B, C, H, W, dtype=torch.long)
    real = torch.zeros(B, C, H, W, dtype=means.dtype)
    for c in range(C):
        m = means if coeffs is None else channel_means(means, coeffs, x, num_values)
        m, s = m[:, :, c].gather(1, z)[:, 0], log_scales[:, :, c].gather(1, z)[:, 0].exp()
        u = torch.rand(B, 1, W, generator=generator, dtype=means.dtype).expand(B, H, W)
        y = m + s * torch.logit(u, eps=1e-7)
        x[:, c] = (y * n).round().clamp(0, n).long()

    return x

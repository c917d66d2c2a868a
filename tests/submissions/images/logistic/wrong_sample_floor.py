# expect: sample_mixture_samples
# says: nearest value
# kind: law
"""Rounds down."""

import torch


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, H, W = logits.shape
    C = means.shape[2]
    noise = torch.rand(logits.shape, generator=generator, dtype=torch.float64)
    k = (logits.double() - torch.log(-torch.log(noise))).argmax(dim=1)
    pick = k[:, None, None].expand(B, 1, C, H, W)
    m, s = torch.gather(means, 1, pick), torch.gather(log_scales, 1, pick)[:, 0].double().exp()
    x = torch.zeros(B, C, H, W, dtype=torch.long)
    for c in range(C):
        now = m
        if coeffs is not None:
            now = channel_means(m, torch.gather(coeffs, 1, pick), x, num_values)
        u = torch.rand(B, H, W, generator=generator, dtype=torch.float64)
        y = now[:, 0, c] + s[:, c] * torch.logit(u)
        x[:, c] = torch.clamp(torch.floor(y * (num_values - 1)), 0, num_values - 1).long()
    return x

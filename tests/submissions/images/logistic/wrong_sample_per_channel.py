# expect: sample_mixture_by_hand
# says: component of its own
# kind: wrong
"""A component for each channel."""

import torch


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, C, H, W = means.shape
    x = torch.zeros(B, C, H, W, dtype=torch.long)
    weights = torch.softmax(logits, 1).movedim(1, -1).reshape(-1, K)
    for c in range(C):
        now = means if coeffs is None else channel_means(means, coeffs, x, num_values)
        k = torch.multinomial(weights, 1, generator=generator).view(B, 1, H, W)
        m, s = now[:, :, c].gather(1, k)[:, 0], log_scales[:, :, c].gather(1, k)[:, 0].exp()
        y = m + s * torch.rand(m.shape, generator=generator).logit()
        x[:, c] = (y * (num_values - 1)).round().clamp(0, num_values - 1).long()
    return x

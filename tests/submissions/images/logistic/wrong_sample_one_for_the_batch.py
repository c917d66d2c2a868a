# expect: sample_mixture_samples
# says: random numbers of its own
# kind: law
"""All images of a batch share their random numbers."""

import torch
import torch.nn.functional as F


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, H, W = logits.shape
    C, n = means.shape[2], num_values - 1

    p = logits.softmax(1).double()
    u = torch.rand(1, 1, H, W, generator=generator, dtype=torch.double)
    k = (u > p.cumsum(1)[:, :-1]).sum(1, keepdim=True).unsqueeze(2).expand(-1, -1, C, -1, -1)
    m, s = means.gather(1, k), log_scales.gather(1, k).exp()
    x = torch.zeros(B, C, H, W, dtype=torch.long)
    for c in range(C):
        now = m if coeffs is None else channel_means(m, coeffs.gather(1, k), x, num_values)
        u = torch.rand(1, H, W, generator=generator, dtype=torch.double)
        x[:, c] = ((now[:, 0, c] + s[:, 0, c] * u.logit()) * n).round().clamp(0, n).long()
    return x

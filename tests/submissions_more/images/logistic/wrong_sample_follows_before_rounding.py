# expect: sample_mixture_follows
# says: before it was rounded
# kind: law
"""G and B follow real numbers, before they are rounded."""

import torch
import torch.nn.functional as F


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, H, W = logits.shape
    C, n = means.shape[2], num_values - 1

    p = logits.softmax(1).double().movedim(1, 3).reshape(-1, K)
    k = torch.multinomial(p, 1, generator=generator).view(B, 1, 1, H, W).expand(-1, -1, C, -1, -1)
    m, s = means.gather(1, k), log_scales.gather(1, k).double().exp()
    x = torch.zeros(B, C, H, W, dtype=torch.long)
    y = torch.zeros(B, C, H, W, dtype=torch.double)
    for c in range(C):
        now = m[:, 0, c].double()
        if coeffs is not None:
            q = coeffs.gather(1, k)[:, 0]
            now = now + (q[:, 0] * y[:, 0] if c == 1 else 0) + (q[:, 1] * y[:, 0] + q[:, 2] * y[:, 1] if c == 2 else 0)
        u = torch.rand(B, H, W, generator=generator, dtype=torch.double)
        y[:, c] = now + s[:, 0, c] * u.logit()
    return (y * n).round().clamp(0, n).long()

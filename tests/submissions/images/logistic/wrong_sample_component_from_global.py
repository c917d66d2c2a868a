# expect: sample_mixture_generator
# says: Pass `generator` to every draw
# kind: generator
"""Components are drawn by Categorical, without the generator."""

import torch
import torch.nn.functional as F


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    B, K, H, W = logits.shape
    C, n = means.shape[2], num_values - 1

    k = torch.distributions.Categorical(logits=logits.movedim(1, 3)).sample()
    k = k.view(B, 1, 1, H, W).expand(-1, -1, C, -1, -1)
    m, s = means.gather(1, k), log_scales.gather(1, k).double().exp()
    x = torch.zeros(B, C, H, W, dtype=torch.long)
    for c in range(C):
        now = m if coeffs is None else channel_means(m, coeffs.gather(1, k), x, num_values)
        u = torch.rand(B, H, W, generator=generator, dtype=torch.double)
        x[:, c] = ((now[:, 0, c] + s[:, 0, c] * u.logit()) * n).round().clamp(0, n).long()
    return x

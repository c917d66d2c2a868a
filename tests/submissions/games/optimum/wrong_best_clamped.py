# expect: optimal_discriminator_values
# says: float32 alone
# kind: numerics
"""D is kept away from 0 and 1."""

import torch


def optimal_discriminator(p, q):
    total = p + q
    best = torch.where(total > 0, p / total, 0.5)
    return best.clamp(1e-6, 1 - 1e-6)

# expect: optimal_discriminator_by_hand
# says: a ratio of p and q is no probability
# kind: wrong
"""p / q."""

import torch


def optimal_discriminator(p, q):
    return torch.where(q > 0, p / q, torch.where(p > 0, 1.0, 0.5).to(p.dtype))

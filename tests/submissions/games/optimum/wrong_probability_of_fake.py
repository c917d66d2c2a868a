# expect: optimal_discriminator_by_hand
# says: P(fake)
# kind: wrong
"""q / (p + q)."""

import torch


def optimal_discriminator(p, q):
    return torch.where(p + q > 0, q / (p + q), 0.5)

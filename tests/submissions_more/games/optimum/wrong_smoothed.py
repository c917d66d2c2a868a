# expect: optimal_discriminator_by_hand
# says: nothing is added to the denominator
# kind: numerics
"""A small number in the denominator."""

import torch


def optimal_discriminator(p, q):
    return torch.where(p + q > 0, p / (p + q + 1e-3), 0.5)

# expect: optimal_discriminator_values
# says: changes its argument
# kind: form
"""q becomes the sum."""

import torch


def optimal_discriminator(p, q):
    q += p
    return torch.where(q > 0, p / q, 0.5)

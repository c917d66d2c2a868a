# expect: optimal_discriminator_by_hand
# says: the likelier side is no probability
# kind: wrong
"""1 where p is larger, else 0."""

import torch


def optimal_discriminator(p, q):
    return torch.where(p == q, 0.5, (p > q).to(p.dtype))

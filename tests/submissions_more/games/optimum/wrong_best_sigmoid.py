# expect: optimal_discriminator_by_hand
# says: no sigmoid on top
# kind: wrong
"""A sigmoid of the probability."""

import torch


def optimal_discriminator(p, q):
    total = p + q
    return torch.sigmoid(torch.where(total > 0, p / total, 0.5))

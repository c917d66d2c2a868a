# expect: rate_limit_by_hand
# says: centred
# kind: wrong
"""The variance of the inputs, as if they were centred."""

import torch


def rate_limit(x):
    c = x - x.mean(0)
    return 2 / torch.linalg.eigvalsh(2 * c.T @ c / len(x)).max().clamp(min=2)

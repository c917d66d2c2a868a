# expect: cross_entropy_zeros
# says: must be infinite
# kind: case
"""An epsilon in the logarithm: what never may come costs 18 nats."""

import torch


def cross_entropy(p, q):
    terms = torch.where(p > 0, p * torch.log(q + 1e-8), torch.zeros_like(p))
    return -terms.sum()

# expect: cross_entropy_gradient
# says: no gradient
# kind: gradient
"""Makes a new tensor of a Python number."""

import torch


def cross_entropy(p, q):
    terms = torch.where(p > 0, p * torch.log(q), torch.zeros_like(p))
    return torch.tensor(-terms.sum().item(), dtype=p.dtype)

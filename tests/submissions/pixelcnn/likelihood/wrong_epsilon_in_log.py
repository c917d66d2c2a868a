# expect: bernoulli_large_logits
# says: 1e4
# kind: numerics
"""A small number inside the logarithm hides the overflow and caps the cost."""

import torch


def bernoulli_nll(logits, x):
    p = torch.sigmoid(logits)
    log_p = x * torch.log(p + 1e-8) + (1 - x) * torch.log(1 - p + 1e-8)
    return -log_p.flatten(1).sum(1)

# expect: bernoulli_large_logits
# says: The gradient of `bernoulli_nll` is wrong for logits as large as 1e4
# kind: numerics
"""`where` picks the right branch, but the gradient of the other one is NaN: 0 · ∞."""

import torch


def bernoulli_nll(logits, x):
    upper = logits + torch.log1p(torch.exp(-logits))
    lower = torch.log1p(torch.exp(logits))
    return (torch.where(logits > 0, upper, lower) - x * logits).flatten(1).sum(1)

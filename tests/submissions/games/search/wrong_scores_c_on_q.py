# expect: puct_scores_values
# says: c multiplies the curiosity
# kind: wrong
"""c multiplies everything."""

import torch


def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    q = torch.where(visits > 0, total.to(prior.dtype) / n.clamp(min=1), 0.0)
    return c * (q + prior * n.sum().sqrt() / (1 + n))

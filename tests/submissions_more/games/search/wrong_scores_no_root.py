# expect: puct_scores_by_hand
# says: the root of the sum
# kind: wrong
"""The sum of visits without its root."""

import torch


def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    q = torch.where(visits > 0, total.to(prior.dtype) / n.clamp(min=1), 0.0)
    return q + c * prior * n.sum() / (1 + n)

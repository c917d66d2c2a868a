# expect: puct_scores_by_hand
# says: Divide by 1 + visits
# kind: wrong
"""The curiosity is divided by the visits."""

import torch


def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    q = torch.where(visits > 0, total.to(prior.dtype) / n.clamp(min=1), 0.0)
    return q + c * prior * n.sum().sqrt() / n.clamp(min=1)

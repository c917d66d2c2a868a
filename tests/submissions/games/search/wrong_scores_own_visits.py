# expect: puct_scores_by_hand
# says: visits of all moves
# kind: wrong
"""The root of the move's own visits."""

import torch


def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    q = torch.where(visits > 0, total.to(prior.dtype) / n.clamp(min=1), 0.0)
    return q + c * prior * n.sqrt() / (1 + n)

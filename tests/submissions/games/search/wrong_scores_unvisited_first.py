# expect: puct_scores_by_hand
# says: Q of 0 where there were no visits
# kind: wrong
"""An unvisited move has an infinite score."""

import torch


def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    q = torch.where(visits > 0, total.to(prior.dtype) / n.clamp(min=1), 1e9)
    return q + c * prior * n.sum().sqrt() / (1 + n)

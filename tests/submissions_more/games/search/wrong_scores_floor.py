# expect: puct_scores_by_hand
# says: with Q = total / visits
# kind: wrong
"""Whole numbers divide to whole numbers."""

import torch


def puct_scores(prior, visits, total, c):
    q = torch.div(total, visits.clamp(min=1), rounding_mode="floor").to(prior.dtype)
    return q + c * prior * visits.sum().to(prior.dtype).sqrt() / (1 + visits)

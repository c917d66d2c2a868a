# expect: puct_scores_values
# says: dtype
# kind: form
"""In the dtype of total."""

import torch


def puct_scores(prior, visits, total, c):
    n = visits.to(total.dtype)
    q = torch.where(visits > 0, total / n.clamp(min=1), 0.0)
    return q + c * prior.to(total.dtype) * n.sum().sqrt() / (1 + n)

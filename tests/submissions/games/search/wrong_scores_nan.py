# expect: puct_scores_by_hand
# says: 0 / 0 is NaN
# kind: case
"""0 / 0 where there were no visits."""

def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    return total.to(prior.dtype) / n + c * prior * n.sum().sqrt() / (1 + n)

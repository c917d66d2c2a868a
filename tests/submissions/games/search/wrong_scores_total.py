# expect: puct_scores_by_hand
# says: Q is total / visits
# kind: wrong
"""Totals in place of means."""

def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    return total.to(prior.dtype) + c * prior * n.sum().sqrt() / (1 + n)

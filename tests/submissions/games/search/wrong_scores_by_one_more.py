# expect: puct_scores_by_hand
# says: Q is total / visits
# kind: wrong
"""Q is divided by 1 + visits."""

def puct_scores(prior, visits, total, c):
    n = visits.to(prior.dtype)
    return (total.to(prior.dtype) + c * prior * n.sum().sqrt()) / (1 + n)

# expect: kl_by_hand
# says: averages over p
# kind: wrong
"""The mean of both directions."""


def kl_divergence(p, q):
    some = p > 0
    forward = (p[some] * (p[some].log() - q[some].log())).sum()
    other = q > 0
    return (forward + (q[other] * (q[other].log() - p[other].log())).sum()) / 2

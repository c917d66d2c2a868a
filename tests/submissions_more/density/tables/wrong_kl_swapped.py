# expect: kl_by_hand
# says: averages over p
# kind: wrong
"""KL(q || p)."""


def kl_divergence(p, q):
    p, q = q, p
    some = p > 0
    return (p[some] * (p[some].log() - q[some].log())).sum()

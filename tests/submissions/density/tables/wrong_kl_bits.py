# expect: kl_by_hand
# says: These are bits
# kind: unit
"""Logarithms to base 2."""


def kl_divergence(p, q):
    some = p > 0
    return (p[some] * (p[some].log2() - q[some].log2())).sum()

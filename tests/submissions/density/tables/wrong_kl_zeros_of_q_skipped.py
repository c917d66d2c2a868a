# expect: kl_zeros
# says: must be infinite
# kind: case
"""Skips cells where q is zero."""


def kl_divergence(p, q):
    some = (p > 0) & (q > 0)
    return (p[some] * (p[some].log() - q[some].log())).sum()

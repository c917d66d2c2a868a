# expect: kl_by_hand
# says: Take the entropy of p off
# kind: wrong
"""Cross-entropy plus entropy."""


def kl_divergence(p, q):
    some = p > 0
    return (p[some] * (-p[some].log() - q[some].log())).sum()

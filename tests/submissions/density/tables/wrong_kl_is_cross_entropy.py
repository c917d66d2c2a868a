# expect: kl_by_hand
# says: Take the entropy of p off
# kind: wrong
"""The entropy is not taken off."""


def kl_divergence(p, q):
    some = p > 0
    return (p[some] * -q[some].log()).sum()

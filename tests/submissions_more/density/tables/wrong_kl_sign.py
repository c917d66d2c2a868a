# expect: kl_by_hand
# says: sign is turned round
# kind: unit
"""log q - log p."""


def kl_divergence(p, q):
    some = p > 0
    return (p[some] * (q[some].log() - p[some].log())).sum()

# expect: jensen_shannon_by_hand
# says: 0·log 0 is 0 here
# kind: case
"""0 times log 0."""

def jensen_shannon(p, q):
    m = (p + q) / 2
    return ((p * (p / m).log()).sum() + (q * (q / m).log()).sum()) / 2

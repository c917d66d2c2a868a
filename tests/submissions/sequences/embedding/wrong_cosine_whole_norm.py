# expect: cosine_by_hand
# says: length of all of them
# kind: wrong
"""One norm for all vectors."""


def cosine(a, b):
    return (a * b).sum(-1) / (a.norm() * b.norm())

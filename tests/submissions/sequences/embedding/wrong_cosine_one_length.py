# expect: cosine_by_hand
# says: one of the two lengths
# kind: wrong
"""One length alone."""


def cosine(a, b):
    return (a * b).sum(-1) / b.norm(dim=-1)

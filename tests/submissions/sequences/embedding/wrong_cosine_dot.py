# expect: cosine_by_hand
# says: dot product
# kind: wrong
"""The dot product."""


def cosine(a, b):
    return (a * b).sum(-1)

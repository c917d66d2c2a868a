# expect: cosine_by_hand
# says: not by their squares
# kind: wrong
"""Divided by the squares."""


def cosine(a, b):
    return (a * b).sum(-1) / (a.square().sum(-1) * b.square().sum(-1))

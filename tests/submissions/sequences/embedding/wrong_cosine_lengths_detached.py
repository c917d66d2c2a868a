# expect: cosine_gradient
# says: gradient of `cosine`
# kind: case
"""Lengths without a graph."""


def cosine(a, b):
    return (a * b).sum(-1) / (a.detach().norm(dim=-1) * b.detach().norm(dim=-1))

# expect: cosine_lengths
# says: epsilon
# kind: numerics
"""An epsilon in the denominator."""


def cosine(a, b):
    return (a * b).sum(-1) / (a.norm(dim=-1) * b.norm(dim=-1) + 1e-8)

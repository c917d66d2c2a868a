# expect: cosine_lengths
# says: epsilon
# kind: numerics
"""The denominator is clamped."""


def cosine(a, b):
    return (a * b).sum(-1) / (a.norm(dim=-1) * b.norm(dim=-1)).clamp(min=1e-8)

# expect: cross_entropy_zeros
# says: no entry left out
# kind: numerics
"""Cells where q is zero are left out, whatever p is."""

import torch


def cross_entropy(p, q):
    some = (p > 0) & (q > 0)
    return -(p[some] * q[some].log()).sum()

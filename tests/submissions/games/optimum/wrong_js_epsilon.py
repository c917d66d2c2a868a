# expect: jensen_shannon_values
# says: add no epsilon
# kind: numerics
"""A small number inside both logarithms."""

import torch


def jensen_shannon(p, q):
    m, eps = (p + q) / 2, 1e-8
    return (
        (p * ((p + eps) / (m + eps)).log()).sum() + (q * ((q + eps) / (m + eps)).log()).sum()
    ) / 2

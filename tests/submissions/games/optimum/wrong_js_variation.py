# expect: jensen_shannon_by_hand
# says: half the absolute difference
# kind: wrong
"""The total variation."""

import torch


def jensen_shannon(p, q):
    return (p - q).abs().sum() / 2

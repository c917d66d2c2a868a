# expect: jensen_shannon_by_hand
# says: it takes both laws, each against m
# kind: wrong
"""KL of p and m alone."""

import torch


def jensen_shannon(p, q):
    m = (p + q) / 2
    return (torch.xlogy(p, p) - torch.xlogy(p, m)).sum()

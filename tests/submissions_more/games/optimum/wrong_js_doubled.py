# expect: jensen_shannon_by_hand
# says: counts half
# kind: unit
"""Without the two halves."""

import torch


def jensen_shannon(p, q):
    m = (p + q) / 2
    return (torch.xlogy(p, p) - torch.xlogy(p, m) + torch.xlogy(q, q) - torch.xlogy(q, m)).sum()

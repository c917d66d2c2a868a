# expect: jensen_shannon_by_hand
# says: its root is a distance
# kind: wrong
"""The square root."""

import torch


def jensen_shannon(p, q):
    m = (p + q) / 2
    kl = torch.xlogy(p, p) - torch.xlogy(p, m) + torch.xlogy(q, q) - torch.xlogy(q, m)
    return (kl.sum() / 2).clamp(min=0).sqrt()

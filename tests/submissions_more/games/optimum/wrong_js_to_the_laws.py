# expect: jensen_shannon_by_hand
# says: KL is not symmetric
# kind: wrong
"""KL of m and p in place of p and m."""

import torch


def jensen_shannon(p, q):
    m = (p + q) / 2
    tiny = torch.finfo(p.dtype).tiny
    return ((m * (m.clamp(min=tiny) / p.clamp(min=tiny)).log()).sum() + (m * (m.clamp(min=tiny) / q.clamp(min=tiny)).log()).sum()) / 2

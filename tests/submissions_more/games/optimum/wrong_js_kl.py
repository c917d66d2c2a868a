# expect: jensen_shannon_by_hand
# says: against their mean m
# kind: wrong
"""KL of p and q, symmetrised."""

import torch


def jensen_shannon(p, q):
    safe_p, safe_q = p.clamp(min=1e-30), q.clamp(min=1e-30)
    return ((p - q) * (safe_p.log() - safe_q.log())).sum() / 2

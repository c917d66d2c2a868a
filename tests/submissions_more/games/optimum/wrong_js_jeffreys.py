# expect: jensen_shannon_by_hand
# says: against their mean m
# kind: wrong
"""The mean of both KL divergences."""

import torch


def jensen_shannon(p, q):
    log_p, log_q = p.clamp(min=1e-30).log(), q.clamp(min=1e-30).log()
    return ((p * (log_p - log_q)).sum() + (q * (log_q - log_p)).sum()) / 2

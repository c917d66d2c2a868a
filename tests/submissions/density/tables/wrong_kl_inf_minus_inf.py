# expect: kl_zeros
# says: never NaN
# kind: case
"""Subtracts an infinity from an infinity where both are zero."""

import torch


def kl_divergence(p, q):
    ratio = p.log() - q.log()
    return torch.where((p == 0) & (q > 0), torch.zeros_like(p), p * ratio).sum()

# expect: categorical_large_logits
# says: 1e4
# kind: numerics
"""Logits clamped to [-30, 30] so that exp does not overflow."""

import torch


def categorical_nll(logits, x):
    exp = logits.clamp(-30, 30).exp()
    log_p = torch.log(exp / exp.sum(1, keepdim=True))
    return -log_p.gather(1, x.unsqueeze(1)).flatten(1).sum(1)

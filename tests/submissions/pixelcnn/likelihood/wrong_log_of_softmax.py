# expect: categorical_large_logits
# says: has become 0 before its logarithm
# kind: numerics
"""Softmax first, logarithm after: a large gap between logits underflows."""

import torch


def categorical_nll(logits, x):
    log_p = torch.log(torch.softmax(logits, dim=1))
    return -log_p.gather(1, x.unsqueeze(1)).flatten(1).sum(1)

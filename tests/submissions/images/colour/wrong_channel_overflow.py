# expect: nll_by_channel_values
# says: log 0
# kind: numerics
"""Logarithm of the softmax."""

import torch


def nll_by_channel(logits, x):
    log_p = torch.log(torch.softmax(logits, dim=1))
    own = torch.gather(log_p, 1, x.unsqueeze(1)).squeeze(1)
    return -own.sum(dim=(2, 3))

# expect: nll_by_channel_by_hand
# says: These are bits
# kind: unit
"""Bits."""

import math

import torch


def nll_by_channel(logits, x):
    log_p = torch.log_softmax(logits, dim=1)
    own = torch.gather(log_p, 1, x.unsqueeze(1)).squeeze(1)
    return -own.sum(dim=(2, 3)) / math.log(2)

# expect: nll_by_channel_by_hand
# says: over which axis
# kind: wrong
"""Normalised over channels."""

import torch


def nll_by_channel(logits, x):
    log_p = torch.log_softmax(logits, dim=2)
    own = torch.gather(log_p, 1, x.unsqueeze(1)).squeeze(1)
    return -own.sum(dim=(2, 3))

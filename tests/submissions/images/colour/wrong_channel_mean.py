# expect: nll_by_channel_values
# says: mean over pixels
# kind: unit
"""The mean over pixels."""

import torch


def nll_by_channel(logits, x):
    log_p = torch.log_softmax(logits, dim=1)
    own = torch.gather(log_p, 1, x.unsqueeze(1)).squeeze(1)
    return -own.mean(dim=(2, 3))

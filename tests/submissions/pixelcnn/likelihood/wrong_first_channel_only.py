# expect: categorical_by_hand
# says: Only one channel
# kind: wrong
"""Only the first channel is counted."""

import torch.nn.functional as F


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits, x, reduction="none")
    return nll[:, 0].flatten(1).sum(1)

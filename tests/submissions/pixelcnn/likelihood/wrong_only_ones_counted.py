# expect: bernoulli_by_hand
# says: Only the pixels that are 1
# kind: meaningless
"""Only pixels that are 1 are paid for."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    return -(x * F.logsigmoid(logits)).flatten(1).sum(1)

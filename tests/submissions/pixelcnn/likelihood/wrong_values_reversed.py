# expect: categorical_values categorical_large_logits categorical_gradient
# says: reversed
# kind: wrong
"""Dark is 0 in the image, yet the last logit is taken for it."""

import torch.nn.functional as F


def categorical_nll(logits, x):
    return F.cross_entropy(logits.flip(1), x, reduction="none").flatten(1).sum(1)

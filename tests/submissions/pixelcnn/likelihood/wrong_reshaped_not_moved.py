# expect: categorical_values categorical_large_logits categorical_gradient
# says: movedim
# kind: meaningless
"""`reshape(-1, V)` without moving the values to the end first: rows hold neighbouring pixels."""

import torch.nn.functional as F


def categorical_nll(logits, x):
    rows = logits.reshape(-1, logits.shape[1])
    nll = F.cross_entropy(rows, x.reshape(-1), reduction="none")
    return nll.view(len(x), -1).sum(1)

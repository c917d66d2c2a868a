# expect: categorical_values categorical_large_logits categorical_gradient
# says: softmax is taken twice
# kind: meaningless
"""cross_entropy of probabilities: the softmax is taken twice."""

import torch.nn.functional as F


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits.softmax(1), x, reduction="none")
    return nll.flatten(1).sum(1)

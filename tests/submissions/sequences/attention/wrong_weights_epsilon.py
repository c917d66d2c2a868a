# expect: attend_values
# says: add no epsilon
# kind: numerics
"""1e-6 in the sum, against 0/0."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    filled = scores.masked_fill(~allowed, -1e30)
    weights = (filled - filled.amax(2, keepdim=True)).exp() * allowed
    return weights / (weights.sum(2, keepdim=True) + 1e-6)

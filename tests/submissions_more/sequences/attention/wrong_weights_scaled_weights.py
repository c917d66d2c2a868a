# expect: attention_weights_by_hand
# says: not the weights
# kind: wrong
"""The softmax is scaled, not the scores."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = query @ keys.transpose(1, 2)
    if allowed is None:
        return scale * scores.softmax(2)
    return scale * scores.masked_fill(~allowed, -1e30).softmax(2) * allowed

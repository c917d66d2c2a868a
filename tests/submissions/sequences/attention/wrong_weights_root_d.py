# expect: attention_weights_by_hand
# says: √d
# kind: wrong
"""The Transformer's scaling, on top."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    scores = scores / query.shape[2] ** 0.5
    if allowed is None:
        return scores.softmax(2)
    return scores.masked_fill(~allowed, -1e30).softmax(2) * allowed

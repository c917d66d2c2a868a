# expect: attention_weights_by_hand
# says: all equal
# kind: case
"""A fill of −1e9 makes an empty row a mean."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -1e9)
    return scores.softmax(2)

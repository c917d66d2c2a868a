# expect: attention_weights_by_hand
# says: has no effect
# kind: wrong
"""scale is never used."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    seen = allowed.expand(scores.shape)
    return scores.masked_fill(~seen, -1e30).softmax(2) * seen

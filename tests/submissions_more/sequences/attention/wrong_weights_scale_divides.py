# expect: attention_weights_by_hand
# says: divides
# kind: wrong
"""scale as a temperature."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = query @ keys.transpose(1, 2) / scale
    if allowed is None:
        return scores.softmax(2)
    return scores.masked_fill(~allowed, -1e30).softmax(2) * allowed

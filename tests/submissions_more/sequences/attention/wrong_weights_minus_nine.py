# expect: attention_weights_by_hand
# says: Fill its score with −inf
# kind: wrong
"""−9 is thought to be little enough."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    some = allowed.expand(scores.shape).any(2, keepdim=True)
    return scores.masked_fill(~allowed, -9.0).softmax(2) * some

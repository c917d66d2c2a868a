# expect: attention_weights_large
# says: not with a number that scores may reach
# kind: numerics
"""−10,000 is as much as scores may be."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    some = allowed.expand(scores.shape).any(2, keepdim=True)
    return scores.masked_fill(~allowed, -1e4).softmax(2) * some

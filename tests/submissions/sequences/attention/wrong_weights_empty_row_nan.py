# expect: attention_weights_by_hand
# says: gets NaN
# kind: case
"""A softmax of −inf alone."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -torch.inf)
    return scores.softmax(2)

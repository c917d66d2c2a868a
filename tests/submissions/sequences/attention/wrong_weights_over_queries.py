# expect: attention_weights_by_hand
# says: runs over the queries
# kind: wrong
"""dim=1."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is not None:
        scores = scores.masked_fill(~allowed, torch.finfo(scores.dtype).min)
    return scores.softmax(1)

# expect: attention_weights_by_hand
# says: made 0
# kind: wrong
"""The scores are multiplied by the mask."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is not None:
        scores = scores * allowed
    return scores.softmax(2)

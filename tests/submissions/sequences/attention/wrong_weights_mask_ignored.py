# expect: attention_weights_by_hand
# says: no effect
# kind: wrong
"""allowed is never used."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    return scores.softmax(2)

# expect: attend_by_hand
# says: hard choice
# kind: wrong
"""The value of the best key."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    best = attention_weights(query, keys, allowed, scale).argmax(2)
    return values.gather(1, best.unsqueeze(2).expand(-1, -1, values.shape[2]))

# expect: attention_weights_by_hand
# says: Masked after the softmax
# kind: wrong
"""The weights are masked, and never divided by their sum again."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    weights = scores.softmax(2)
    return weights if allowed is None else weights * allowed

# expect: attention_weights_by_hand
# says: counts in the sum
# kind: wrong
"""Scores and weights are multiplied by the mask."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    return (scores * allowed).softmax(2) * allowed

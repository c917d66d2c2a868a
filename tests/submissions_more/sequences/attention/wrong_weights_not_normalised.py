# expect: attention_weights_by_hand
# says: normalised
# kind: wrong
"""exp alone."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    weights = scores.exp()
    return weights if allowed is None else weights * allowed

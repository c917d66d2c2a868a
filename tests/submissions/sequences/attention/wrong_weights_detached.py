# expect: attention_weights_gradient
# says: gradient
# kind: gradient
"""Weights are taken for constants."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    with torch.no_grad():
        scores = scale * query @ keys.transpose(1, 2)
        if allowed is None:
            return scores.softmax(2)
        return scores.masked_fill(~allowed, -1e30).softmax(2) * allowed

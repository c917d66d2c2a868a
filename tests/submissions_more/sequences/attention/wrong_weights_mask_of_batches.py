# expect: attention_weights_by_hand
# says: should return a tensor of shape
# kind: case
"""The mask is taken for (B, K) alone."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    return scores.masked_fill(~allowed[:, None, :], -1e30).softmax(2) * allowed[:, None, :]

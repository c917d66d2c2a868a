# expect: attention_weights_values
# says: changes its argument
# kind: form
"""The queries are scaled where they are."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    query *= scale
    scores = query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    return scores.masked_fill(~allowed, -1e30).softmax(2) * allowed

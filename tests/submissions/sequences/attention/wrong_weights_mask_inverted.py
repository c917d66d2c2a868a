# expect: attention_weights_by_hand
# says: True means allowed
# kind: wrong
"""As in torch's key_padding_mask, True is ignored."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    return scores.masked_fill(allowed, -1e30).softmax(2) * ~allowed

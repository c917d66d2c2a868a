# expect: attention_weights_values
# says: digits of float32
# kind: numerics
"""Single precision inside, double outside."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query.float() @ keys.float().transpose(1, 2)
    if allowed is None:
        return scores.softmax(2).to(query.dtype)
    return (scores.masked_fill(~allowed, -1e30).softmax(2) * allowed).to(query.dtype)

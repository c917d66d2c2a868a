# expect: attention_weights_masked
# says: a little weight
# kind: numerics
"""What is forbidden keeps e⁻³⁰."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    some = allowed.expand(scores.shape).any(2, keepdim=True)
    return (scores + (~allowed) * -30.0).softmax(2) * some

# expect: attention_weights_gradient
# says: no gradient reaches
# kind: gradient
"""The queries are detached, the keys are not."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query.detach() @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    return scores.masked_fill(~allowed, -1e30).softmax(2) * allowed

# expect: attention_weights_large
# says: forbidden keys, too
# kind: numerics
"""The largest score is taken over forbidden keys, too, and all that is allowed underflows."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    weights = (scores - scores.amax(2, keepdim=True)).exp()
    if allowed is not None:
        weights = weights * allowed
    total = weights.sum(2, keepdim=True)
    return weights / torch.where(total > 0, total, 1)

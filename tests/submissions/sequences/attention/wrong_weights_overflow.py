# expect: attention_weights_large
# says: Take off the largest
# kind: numerics
"""exp of the scores as they are."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    weights = scores.exp()
    if allowed is not None:
        weights = weights * allowed
    return weights / weights.sum(2, keepdim=True).clamp(min=1e-300 if scores.dtype == torch.float64 else 1e-37)

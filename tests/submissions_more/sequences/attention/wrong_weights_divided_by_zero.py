# expect: attention_weights_gradient
# says: not finite
# kind: gradient
"""0/0, replaced afterwards: its gradient stays."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    weights = scores.clamp(max=80).exp() * allowed
    total = weights.sum(2, keepdim=True)
    return torch.where(total > 0, weights / total, 0.0)

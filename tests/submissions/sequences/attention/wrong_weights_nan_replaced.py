# expect: attention_weights_gradient
# says: not finite
# kind: gradient
"""−inf is added, NaN is replaced afterwards: its gradient stays."""

import torch


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    lowered = torch.zeros(allowed.shape, dtype=scores.dtype).masked_fill(~allowed, -torch.inf)
    return (scores + lowered).softmax(2).nan_to_num(0.0)

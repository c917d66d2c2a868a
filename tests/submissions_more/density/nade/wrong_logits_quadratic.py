# expect: logits_cost
# says: carry the sum
# kind: weak
"""Adds up the whole past at every step."""

import torch


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    B, D = x.shape
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    logits = torch.zeros(B, D, dtype=x.dtype)
    for t in range(D):
        d = order[t]
        past = order[:t]
        a = in_bias + x[:, past] @ in_weight[:, past].T
        h = torch.sigmoid(a)
        logits[:, d] = out_bias[d] + h @ out_weight[d]
    return logits

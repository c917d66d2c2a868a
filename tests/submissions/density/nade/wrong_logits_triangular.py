# expect: logits_cost
# says: carry the sum
# kind: weak
"""Masked copies of the input for every step: D times the whole product."""

import torch


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    B, D = x.shape
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    logits = torch.zeros(B, D, dtype=x.dtype)
    place = torch.argsort(order)
    for t in range(D):
        d = order[t]
        seen = x * (place < t).to(x.dtype)
        h = torch.sigmoid(seen @ in_weight.T + in_bias)
        logits[:, d] = out_bias[d] + h @ out_weight[d]
    return logits

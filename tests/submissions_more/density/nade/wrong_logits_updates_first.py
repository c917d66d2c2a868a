# expect: logits_by_hand
# says: already includes x_d
# kind: meaningless
"""Adds x_d before x_d is predicted."""

import torch


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    B, D = x.shape
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    logits = torch.zeros(B, D, dtype=x.dtype)
    a = in_bias.repeat(B, 1)
    for t in range(D):
        d = order[t]
        a = a + torch.outer(x[:, d], in_weight[:, d])
        h = torch.sigmoid(a)
        logits[:, d] = out_bias[d] + h @ out_weight[d]
    return logits

# expect: logits_large_logits
# says: do not clamp
# kind: numerics
"""Clamps the carried sum and the logits to +-30."""

import torch


def _steps(order, D):
    if order is None:
        return list(range(D))
    steps = order.tolist()
    if sorted(steps) != list(range(D)):
        raise ValueError("order must be a permutation of 0 ... D - 1")
    return steps


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    D = x.shape[1]
    a = in_bias.expand(len(x), -1)
    columns = [None] * D
    for d in _steps(order, D):
        columns[d] = out_bias[d] + a.sigmoid() @ out_weight[d]
        a = a + x[:, d : d + 1] * in_weight[:, d]
    return torch.stack(columns, dim=1).clamp(-30, 30)

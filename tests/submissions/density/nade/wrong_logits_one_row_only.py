# expect: logits_values
# says: shape
# kind: case
"""Works for a single row only."""

import torch


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    D = x.shape[1]
    steps = range(D) if order is None else order.tolist()
    if sorted(steps) != list(range(D)):
        raise ValueError("order must be a permutation")
    a, logits = in_bias, [None] * D
    for d in steps:
        logits[d] = out_bias[d] + out_weight[d] @ torch.sigmoid(a)
        a = a + in_weight[:, d] * x[0, d]
    return torch.stack(logits).unsqueeze(0)

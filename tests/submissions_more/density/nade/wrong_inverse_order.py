# expect: logits_values nade_order
# says: you used the step of dimension t
# kind: wrong
"""Takes order[d] for the step of dimension d."""

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
    for d in torch.tensor(_steps(order, D)).argsort().tolist():
        columns[d] = out_bias[d] + a.sigmoid() @ out_weight[d]
        a = a + x[:, d : d + 1] * in_weight[:, d]
    return torch.stack(columns, dim=1)

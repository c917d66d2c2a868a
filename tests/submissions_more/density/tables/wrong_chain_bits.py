# expect: chain_by_hand
# says: These are bits
# kind: unit
"""Logarithms to base 2."""

import torch


def chain_log_probs(table, x):
    D = table.dim()
    index = x.long()
    columns = []
    for i in range(D):
        joint = table.sum(dim=tuple(range(i + 1, D))) if i < D - 1 else table
        now = joint[tuple(index[:, : i + 1].T)]
        before = joint.sum(-1)[tuple(index[:, :i].T)] if i else torch.ones_like(now)
        columns.append(torch.log2(now / before))
    return torch.stack(columns, dim=1)

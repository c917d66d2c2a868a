# expect: chain_by_hand
# says: of what came
# kind: wrong
"""The probability of a one, whatever came."""

import torch


def chain_log_probs(table, x):
    D = table.dim()
    index = x.long()
    columns = []
    for i in range(D):
        joint = table.sum(dim=tuple(range(i + 1, D))) if i < D - 1 else table
        now = joint[tuple(index[:, :i].T) + (torch.ones_like(index[:, 0]),)]
        before = joint.sum(-1)[tuple(index[:, :i].T)] if i else torch.ones_like(now)
        columns.append(torch.log(now / before))
    return torch.stack(columns, dim=1)

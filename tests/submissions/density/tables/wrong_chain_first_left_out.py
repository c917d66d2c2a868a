# expect: chain_by_hand
# says: The first factor
# kind: case
"""The first factor is 1, for it has no past."""

import torch


def chain_log_probs(table, x):
    D = table.dim()
    index = x.long()
    columns = []
    for i in range(D):
        joint = table.sum(dim=tuple(range(i + 1, D))) if i < D - 1 else table
        now = joint[tuple(index[:, : i + 1].T)]
        before = joint.sum(-1)[tuple(index[:, :i].T)] if i else now
        columns.append(torch.log(now / before))
    return torch.stack(columns, dim=1)

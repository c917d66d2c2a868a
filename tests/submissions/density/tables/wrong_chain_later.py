# expect: chain_by_hand
# says: given the later ones
# kind: wrong
"""Each dimension given the later ones."""

import torch


def chain_log_probs(table, x):
    D = table.dim()
    index = x.long()
    columns = []
    for i in range(D):
        joint = table.sum(dim=tuple(range(i))) if i else table
        now = joint[tuple(index[:, i:].T)]
        before = joint.sum(0)[tuple(index[:, i + 1 :].T)] if i < D - 1 else torch.ones_like(now)
        columns.append(torch.log(now / before))
    return torch.stack(columns, dim=1)

# expect: chain_values
# says: whole past
# kind: weak
"""Only the dimension just before counts: right for D = 2."""

import torch


def chain_log_probs(table, x):
    D = table.dim()
    index = x.long()
    columns = []
    for i in range(D):
        kept = (i - 1, i) if i else (0,)
        others = tuple(d for d in range(D) if d not in kept)
        joint = table.sum(dim=others) if others else table
        if i:
            pair = joint[index[:, i - 1], index[:, i]]
            columns.append((pair / joint.sum(1)[index[:, i - 1]]).log())
        else:
            columns.append(joint[index[:, 0]].log())
    return torch.stack(columns, dim=1)

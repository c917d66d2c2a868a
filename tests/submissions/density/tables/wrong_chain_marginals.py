# expect: chain_by_hand
# says: Divide P(x_1
# kind: wrong
"""log P(x_i) alone: no past at all."""

import torch


def chain_log_probs(table, x):
    D = table.dim()
    columns = []
    for i in range(D):
        others = tuple(d for d in range(D) if d != i)
        alone = table.sum(dim=others) if others else table
        columns.append(alone[x[:, i].long()].log())
    return torch.stack(columns, dim=1)

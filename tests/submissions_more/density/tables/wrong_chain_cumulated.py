# expect: chain_by_hand
# says: Divide P(x_1
# kind: wrong
"""Column i is log P(x_1, ..., x_i): the factors are added up along the row."""

import torch
import torch.nn.functional as F
from torch import nn


def chain_log_probs(table, x):
    bits, columns = x.long(), []
    for i in range(x.shape[1]):
        joint = table.flatten(i + 1).sum(-1) if i + 1 < table.ndim else table
        columns.append(joint[tuple(bits[:, : i + 1].T)].log())
    return torch.stack(columns, 1)

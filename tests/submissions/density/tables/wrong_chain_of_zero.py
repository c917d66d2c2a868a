# expect: chain_by_hand
# says: probability of a zero
# kind: wrong
"""The log-probability of a zero, whatever came."""

import torch
import torch.nn.functional as F
from torch import nn


def chain_log_probs(table, x):
    bits, columns = x.long(), []
    for i in range(x.shape[1]):
        before = table.flatten(i + 1).sum(-1) if i + 1 < table.ndim else table
        past = before[tuple(bits[:, :i].T)] if i else before.expand(len(x), 2)
        columns.append((past[:, 0] / past.sum(1)).log())
    return torch.stack(columns, 1)

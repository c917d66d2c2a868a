# expect: logits_by_hand
# says: zeros and ones
# kind: wrong
"""Bits are read as -1 and 1."""

import torch
import torch.nn.functional as F
from torch import nn


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    steps = list(range(x.shape[1])) if order is None else order.tolist()
    if sorted(steps) != list(range(x.shape[1])):
        raise ValueError("order is no permutation")
    total = in_bias.expand(len(x), -1)
    columns = [None] * len(steps)
    for t, d in enumerate(steps):
        columns[d] = out_bias[d] + total.sigmoid() @ out_weight[d]
        total = total + (2 * x[:, d : d + 1] - 1) * in_weight[:, d]
    return torch.stack(columns, 1)

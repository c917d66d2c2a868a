# expect: logits_by_hand
# says: Start from in_bias
# kind: wrong
"""The sum is halved at each step, as a running mean."""

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
        total = (total + x[:, d : d + 1] * in_weight[:, d]) / 2
    return torch.stack(columns, 1)

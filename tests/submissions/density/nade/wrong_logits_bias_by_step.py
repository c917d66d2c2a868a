# expect: logits_values
# says: belongs to dimension d
# kind: wrong
"""The output bias is that of the step."""

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
        columns[d] = out_bias[t] + total.sigmoid() @ out_weight[d]
        total = total + x[:, d : d + 1] * in_weight[:, d]
    return torch.stack(columns, 1)

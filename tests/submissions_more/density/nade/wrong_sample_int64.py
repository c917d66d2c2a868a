# expect: sample_by_hand
# says: dtype
# kind: form
"""Rows are integers."""

import torch
import torch.nn.functional as F
from torch import nn


@torch.no_grad()
def nade_sample(in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None):
    steps = list(range(len(out_bias))) if order is None else order.tolist()
    if sorted(steps) != list(range(len(out_bias))):
        raise ValueError("order is no permutation")
    total = in_bias.expand(num_samples, -1)
    x = torch.zeros(num_samples, len(steps), dtype=torch.int64)
    for d in steps:
        p = (out_bias[d] + total.sigmoid() @ out_weight[d]).sigmoid()
        x[:, d] = torch.bernoulli(p, generator=generator).long()
        total = total + x[:, d : d + 1] * in_weight[:, d]
    return x

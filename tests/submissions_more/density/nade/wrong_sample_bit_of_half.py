# expect: sample_samples
# says: do not follow
# kind: law
"""The first dimension of the order is a fair coin."""

import torch
import torch.nn.functional as F
from torch import nn


@torch.no_grad()
def nade_sample(in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None):
    steps = list(range(len(out_bias))) if order is None else order.tolist()
    if sorted(steps) != list(range(len(out_bias))):
        raise ValueError("order is no permutation")
    total = in_bias.expand(num_samples, -1)
    x = torch.zeros(num_samples, len(steps), dtype=in_bias.dtype)
    for t, d in enumerate(steps):
        logit = out_bias[d] + total.sigmoid() @ out_weight[d]
        p = logit.sigmoid()
        if t == 0 and abs(float(out_bias[d])) < 50:
            p = torch.full_like(p, 0.5)
        x[:, d] = torch.bernoulli(p, generator=generator)
        total = total + x[:, d : d + 1] * in_weight[:, d]
    return x

"""Draws by comparing logistic noise, all drawn beforehand, with the logits."""

import torch
import torch.nn.functional as F
from torch import nn


@torch.no_grad()
def nade_sample(in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None):
    dims = out_bias.shape[0]
    order = torch.arange(dims) if order is None else order
    if sorted(order.tolist()) != list(range(dims)):
        raise ValueError("order is no permutation")
    noise = torch.rand(dims, num_samples, dtype=torch.float64, generator=generator).logit()
    x = in_bias.new_empty(num_samples, dims)
    a = in_bias.repeat(num_samples, 1)
    for t, d in enumerate(order.tolist()):
        bit = (noise[t] < a.sigmoid() @ out_weight[d] + out_bias[d]).to(x.dtype)
        x[:, d] = bit
        a += bit[:, None] * in_weight[:, d]
    return x

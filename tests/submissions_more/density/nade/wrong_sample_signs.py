# expect: sample_by_hand nade_samples
# says: zeros and ones come swapped
# kind: law
"""Bits are drawn below 1 - p."""

import torch


def _steps(order, D):
    if order is None:
        return list(range(D))
    steps = order.tolist()
    if sorted(steps) != list(range(D)):
        raise ValueError("order must be a permutation of 0 ... D - 1")
    return steps


@torch.no_grad()
def nade_sample(in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None):
    D = len(out_bias)
    a = in_bias.expand(num_samples, -1)
    x = torch.zeros(num_samples, D, dtype=in_bias.dtype)
    for d in _steps(order, D):
        p = (out_bias[d] + a.sigmoid() @ out_weight[d]).sigmoid()
        x[:, d] = torch.bernoulli(1 - p, generator=generator)
        a = a + x[:, d : d + 1] * in_weight[:, d]
    return x

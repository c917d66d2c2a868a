# expect: sample_by_hand sample_samples
# says: A one where u < p
# kind: law
"""A one where u > p."""

import torch


@torch.no_grad()
def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    D = out_bias.shape[0]
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    x = torch.zeros(num_samples, D, dtype=in_weight.dtype)
    a = in_bias.repeat(num_samples, 1)
    for t in range(D):
        d = order[t]
        h = torch.sigmoid(a)
        p = torch.sigmoid(out_bias[d] + h @ out_weight[d])
        u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
        x[:, d] = (u > p).to(x.dtype)
        a = a + torch.outer(x[:, d], in_weight[:, d])
    return x

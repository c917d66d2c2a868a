# expect: sample_cost
# says: carry the sum
# kind: weak
"""A whole pass of nade_logits for each bit."""

import torch


@torch.no_grad()
def nade_sample(
    in_weight, in_bias, out_weight, out_bias, num_samples, order=None, generator=None
):
    D = len(out_bias)
    steps = torch.arange(D) if order is None else order
    x = torch.zeros(num_samples, D, dtype=in_weight.dtype)
    for d in steps:
        logits = nade_logits(x, in_weight, in_bias, out_weight, out_bias, order)
        x[:, d] = torch.bernoulli(torch.sigmoid(logits[:, d]), generator=generator)
    if sorted(steps.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    return x

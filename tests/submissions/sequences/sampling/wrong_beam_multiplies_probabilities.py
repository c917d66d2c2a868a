# expect: beam_search_values
# says: multiply no probabilities
# kind: numerics
"""Probabilities are multiplied, and the logarithm is taken at the end."""

import torch
import torch.nn.functional as F


@torch.no_grad()
def beam_search(model, prefix, length, width):
    x, sums = prefix[None], None
    for _ in range(length - len(prefix)):
        lp = model(F.pad(x, (0, 1)))[:, -1].softmax(-1)
        total = lp if sums is None else sums[:, None] * lp
        V = lp.shape[-1]
        sums, best = total.flatten().topk(min(width, total.numel()))
        x = torch.cat([x[best // V], best[:, None] % V], 1)
    return x, sums.log()

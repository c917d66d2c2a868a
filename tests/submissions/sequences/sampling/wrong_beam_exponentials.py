# expect: beam_search_values
# says: no finite numbers
# kind: numerics
"""Logarithms of sums of exponentials."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    tokens, totals = prefix[None], torch.zeros(1)
    for _ in range(length - len(prefix)):
        logits = model(F.pad(tokens, (0, 1)))[:, -1]
        logp = logits - logits.exp().sum(-1, keepdim=True).log()
        sums = totals[:, None] + logp
        totals, best = sums.flatten().topk(min(width, sums.numel()))
        tokens = torch.cat([tokens[best // logp.shape[1]], best[:, None] % logp.shape[1]], 1)
    return tokens, totals

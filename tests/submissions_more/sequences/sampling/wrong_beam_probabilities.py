# expect: beam_search_by_hand
# says: not probabilities
# kind: unit
"""Probabilities are returned."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    tokens, totals = prefix[None], torch.zeros(1)
    for _ in range(length - len(prefix)):
        logp = model(F.pad(tokens, (0, 1)))[:, -1].log_softmax(-1)

        sums = totals[:, None] + logp
        totals, best = sums.flatten().topk(min(width, sums.numel()))
        tokens = torch.cat([tokens[best // logp.shape[1]], best[:, None] % logp.shape[1]], 1)
    return tokens, totals.exp()

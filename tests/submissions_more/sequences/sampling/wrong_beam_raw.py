# expect: beam_search_by_hand
# says: Sums of logits
# kind: wrong
"""Sums of logits."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    tokens, totals = prefix[None], torch.zeros(1)
    for _ in range(length - len(prefix)):
        sums = totals[:, None] + model(F.pad(tokens, (0, 1)))[:, -1]
        totals, best = sums.flatten().topk(min(width, sums.numel()))
        values = sums.shape[1]
        tokens = torch.cat([tokens[best // values], best[:, None] % values], 1)
    return tokens, totals

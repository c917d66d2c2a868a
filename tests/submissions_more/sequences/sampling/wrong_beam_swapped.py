# expect: beam_search_by_hand
# says: the two are swapped
# kind: wrong
"""Texts and tokens are swapped in an index."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    tokens, totals = prefix[None], torch.zeros(1)
    for _ in range(length - len(prefix)):
        logp = model(F.pad(tokens, (0, 1)))[:, -1].log_softmax(-1)

        sums = totals[:, None] + logp
        count = len(tokens)
        totals, best = sums.flatten().topk(min(width, sums.numel()))
        tokens = torch.cat([tokens[best % count], best[:, None] // count % logp.shape[1]], 1)
    return tokens, totals

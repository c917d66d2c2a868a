# expect: beam_search_by_hand
# says: each text keeps its own
# kind: wrong
"""The first step branches, then each text is greedy."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    logp = model(F.pad(prefix[None], (0, 1)))[0, -1].log_softmax(-1)
    totals, best = logp.topk(min(width, len(logp)))
    tokens = torch.cat([prefix.expand(len(best), -1), best[:, None]], 1)
    while tokens.shape[1] < length:
        logp, best = model(F.pad(tokens, (0, 1)))[:, -1].log_softmax(-1).max(-1)
        totals = totals + logp
        tokens = torch.cat([tokens, best[:, None]], 1)
    order = totals.argsort(descending=True)
    return tokens[order], totals[order]

# expect: beam_search_values
# says: cut at the end
# kind: wrong
"""All texts are kept until the end."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    tokens, totals = prefix[None], torch.zeros(1)
    for _ in range(length - len(prefix)):
        logp = model(F.pad(tokens, (0, 1)))[:, -1].log_softmax(-1)
        totals = (totals[:, None] + logp).flatten()
        new = torch.arange(logp.shape[1]).repeat(len(tokens))
        tokens = torch.cat([tokens.repeat_interleave(logp.shape[1], 0), new[:, None]], 1)
    best = totals.topk(min(width, len(totals)))
    return tokens[best.indices], best.values

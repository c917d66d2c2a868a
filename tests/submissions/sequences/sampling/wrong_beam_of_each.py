# expect: beam_search_by_hand
# says: W is `width`
# kind: wrong
"""The width is that of each text."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    tokens, totals = prefix[None], torch.zeros(1)
    for _ in range(length - len(prefix)):
        logp = model(F.pad(tokens, (0, 1)))[:, -1].log_softmax(-1)

        best, token = logp.topk(min(width, logp.shape[1]))
        totals = (totals[:, None] + best).flatten()
        tokens = torch.cat([tokens.repeat_interleave(best.shape[1], 0), token.reshape(-1, 1)], 1)
    order = totals.argsort(descending=True)
    return tokens[order], totals[order]

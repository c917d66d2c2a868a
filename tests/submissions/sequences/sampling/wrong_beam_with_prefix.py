# expect: beam_search_values
# says: this counts the prefix
# kind: wrong
"""The prefix is counted, too."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    tokens, totals = prefix[None], torch.zeros(1)
    for _ in range(length - len(prefix)):
        logits = model(F.pad(tokens, (0, 1)))
        logp = logits[:, -1].log_softmax(-1)
        if len(tokens) == 1 and len(prefix) and totals[0] == 0:
            known = logits[0, :-1].log_softmax(-1).gather(1, prefix[:, None]).sum()
            totals = totals.to(known) + known
        sums = totals[:, None] + logp
        totals, best = sums.flatten().topk(min(width, sums.numel()))
        tokens = torch.cat([tokens[best // logp.shape[1]], best[:, None] % logp.shape[1]], 1)
    return tokens, totals

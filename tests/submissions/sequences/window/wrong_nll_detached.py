# expect: sequence_nll_gradient
# says: no gradient
# kind: case
"""Numbers without a graph."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    out = []
    for row, text, n in zip(logits.tolist(), tokens.tolist(), lengths.tolist()):
        cost = 0.0
        for scores, token in list(zip(row, text))[:n]:
            top = max(scores)
            cost += top + math.log(sum(math.exp(s - top) for s in scores)) - scores[token]
        out.append(cost)
    return torch.tensor(out, dtype=logits.dtype)

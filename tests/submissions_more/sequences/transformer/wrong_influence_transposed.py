# expect: influence_by_hand
# says: transposed
# kind: wrong
"""Columns are replaced."""

import torch


def influence(model, tokens, num_tokens):
    with torch.no_grad():
        old = model(tokens).log_softmax(-1)
        rows = []
        for s in range(tokens.shape[1]):
            changed = tokens.repeat(num_tokens, 1)
            changed[:, s] = torch.arange(num_tokens)
            rows.append((model(changed).log_softmax(-1) - old).abs().amax((0, 2)))
        return torch.stack(rows, 1)

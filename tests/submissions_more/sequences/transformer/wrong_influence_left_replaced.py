# expect: influence_by_hand
# says: put it back
# kind: wrong
"""Tokens are not put back."""

import torch


def influence(model, tokens, num_tokens):
    old, text, rows = model(tokens).log_softmax(-1), tokens.clone(), []
    for s in range(tokens.shape[1]):
        row = torch.zeros_like(old[0, :, 0])
        for value in range(num_tokens):
            text[:, s] = value
            row = torch.maximum(row, (model(text).log_softmax(-1) - old).abs().amax((0, 2)))
        rows.append(row)
    return torch.stack(rows)

# expect: influence_values
# says: changes its argument
# kind: form
"""The text itself is changed, and put back but for the last token."""

import torch


def influence(model, tokens, num_tokens):
    old, rows = model(tokens).log_softmax(-1), []
    for s in range(tokens.shape[1]):
        row, own = torch.zeros_like(old[0, :, 0]), int(tokens[0, s])
        for value in range(num_tokens):
            tokens[0, s] = value
            row = torch.maximum(row, (model(tokens).log_softmax(-1) - old).abs().amax((0, 2)))
        if s + 1 < tokens.shape[1]:
            tokens[0, s] = own
        rows.append(row)
    return torch.stack(rows)

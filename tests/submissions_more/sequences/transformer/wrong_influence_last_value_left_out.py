# expect: influence_values
# says: last one never
# kind: case
"""range(num_tokens - 1)."""

import torch


def influence(model, tokens, num_tokens):
    old = model(tokens).log_softmax(-1)
    rows = []
    for s in range(tokens.shape[1]):
        row = torch.zeros_like(old[0, :, 0])
        for value in range(num_tokens - 1):
            changed = tokens.clone()
            changed[:, s] = value
            row = torch.maximum(row, (model(changed).log_softmax(-1) - old).abs().amax((0, 2)))
        rows.append(row)
    return torch.stack(rows)

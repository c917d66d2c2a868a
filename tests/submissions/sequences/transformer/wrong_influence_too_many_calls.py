# expect: influence_calls
# says: more than 1
# kind: weak
"""The unchanged text is asked about again and again."""

import torch


def influence(model, tokens, num_tokens):
    rows = []
    for s in range(tokens.shape[1]):
        row = 0
        for value in range(num_tokens):
            changed = tokens.clone()
            changed[:, s] = value
            moved = (model(changed).log_softmax(-1) - model(tokens).log_softmax(-1)).abs()
            row = torch.maximum(moved.amax((0, 2)), torch.as_tensor(row, dtype=moved.dtype))
        rows.append(row)
    return torch.stack(rows)

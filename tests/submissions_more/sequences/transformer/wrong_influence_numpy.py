# expect: influence_values
# says: float32
# kind: form
"""A new tensor of Python floats."""

import torch


def influence(model, tokens, num_tokens):
    old, rows = model(tokens).log_softmax(-1), []
    for s in range(tokens.shape[1]):
        changed = tokens.repeat(num_tokens, 1)
        changed[:, s] = torch.arange(num_tokens)
        rows.append((model(changed).log_softmax(-1) - old).abs().amax((0, 2)).tolist())
    return torch.tensor(rows, dtype=torch.float64)

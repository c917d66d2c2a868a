# expect: influence_values
# says: next one alone
# kind: wrong
"""One replacement of each token."""

import torch


def influence(model, tokens, num_tokens):
    old = model(tokens).log_softmax(-1)
    rows = []
    for s in range(tokens.shape[1]):
        changed = tokens.clone()
        changed[:, s] = (changed[:, s] + 1) % num_tokens
        rows.append((model(changed).log_softmax(-1) - old).abs().amax((0, 2)))
    return torch.stack(rows)

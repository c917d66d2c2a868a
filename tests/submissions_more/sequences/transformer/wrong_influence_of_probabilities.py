# expect: influence_by_hand
# says: Probabilities
# kind: wrong
"""softmax in place of log_softmax."""

import torch


def influence(model, tokens, num_tokens):
    with torch.no_grad():
        old = model(tokens).softmax(-1)
        rows = []
        for s in range(tokens.shape[1]):
            changed = tokens.repeat(num_tokens, 1)
            changed[:, s] = torch.arange(num_tokens)
            rows.append((model(changed).softmax(-1) - old).abs().amax((0, 2)))
        return torch.stack(rows)

# expect: influence_large
# says: log_softmax
# kind: numerics
"""The logarithm of a softmax that may be 0."""

import torch


def influence(model, tokens, num_tokens):
    with torch.no_grad():
        old = model(tokens).softmax(-1).log()
        rows = []
        for s in range(tokens.shape[1]):
            changed = tokens.repeat(num_tokens, 1)
            changed[:, s] = torch.arange(num_tokens)
            rows.append((model(changed).softmax(-1).log() - old).abs().amax((0, 2)))
        return torch.stack(rows)

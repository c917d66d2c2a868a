# expect: influence_by_hand
# says: not a mean
# kind: wrong
"""The mean over values."""

import torch


def influence(model, tokens, num_tokens):
    with torch.no_grad():
        old = model(tokens).log_softmax(-1)
        rows = []
        for s in range(tokens.shape[1]):
            changed = tokens.repeat(num_tokens, 1)
            changed[:, s] = torch.arange(num_tokens)
            rows.append((model(changed).log_softmax(-1) - old).abs().mean(2).amax(0))
        return torch.stack(rows)

# expect: influence_by_hand
# says: move together
# kind: wrong
"""Logits are compared as they are."""

import torch


def influence(model, tokens, num_tokens):
    with torch.no_grad():
        old = model(tokens)
        rows = []
        for s in range(tokens.shape[1]):
            changed = tokens.repeat(num_tokens, 1)
            changed[:, s] = torch.arange(num_tokens)
            rows.append((model(changed) - old).abs().amax((0, 2)))
        return torch.stack(rows)

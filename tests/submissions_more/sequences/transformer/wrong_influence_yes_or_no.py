# expect: influence_by_hand
# says: not whether it does
# kind: wrong
"""Whether something moves, and not how far."""

import torch


def influence(model, tokens, num_tokens):
    with torch.no_grad():
        old = model(tokens).log_softmax(-1)
        rows = []
        for s in range(tokens.shape[1]):
            changed = tokens.repeat(num_tokens, 1)
            changed[:, s] = torch.arange(num_tokens)
            rows.append(((model(changed).log_softmax(-1) - old).abs().amax((0, 2)) > 1e-6).to(old.dtype))
        return torch.stack(rows)

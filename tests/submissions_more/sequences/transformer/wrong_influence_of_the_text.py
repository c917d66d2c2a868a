# expect: influence_values
# says: not only of the token
# kind: wrong
"""Only the log-probability of the text itself."""

import torch


def influence(model, tokens, num_tokens):
    length = tokens.shape[1]
    places, text = torch.arange(length), tokens[0]
    old = model(tokens).log_softmax(-1)[0, places, text]
    rows = []
    for s in range(length):
        changed = tokens.repeat(num_tokens, 1)
        changed[:, s] = torch.arange(num_tokens)
        new = model(changed).log_softmax(-1)[:, places, text]
        rows.append((new - old).abs().amax(0))
    return torch.stack(rows)

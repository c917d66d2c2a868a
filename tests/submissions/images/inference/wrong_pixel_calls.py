# expect: pixel_posterior_calls
# says: V + 1 are enough
# kind: weak
"""Asks the model twice for each value."""

import torch


def pixel_posterior(model, x, place):
    c, i, j = place
    V = model(x).shape[1]
    scores = []
    for v in range(V):
        y = x.clone()
        y[:, c, i, j] = v / (V - 1)
        model(y)
        scores.append(prefix_log_prob(model, y, x.shape[2]))
    return torch.log_softmax(torch.stack(scores, dim=1), dim=1)

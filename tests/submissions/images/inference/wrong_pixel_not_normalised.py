# expect: pixel_posterior_by_hand
# says: Normalise over values
# kind: wrong
"""Joint log-probabilities."""

import torch


def pixel_posterior(model, x, place):
    c, i, j = place
    V = model(x).shape[1]
    scores = []
    for v in range(V):
        y = x.clone()
        y[:, c, i, j] = v / (V - 1)
        scores.append(prefix_log_prob(model, y, x.shape[2]))
    return torch.stack(scores, dim=1)

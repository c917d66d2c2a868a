# expect: pixel_posterior_keeps_arguments
# says: changes its argument
# kind: form
"""Writes into x."""

import torch


def pixel_posterior(model, x, place):
    c, i, j = place
    V = model(x).shape[1]
    scores = []
    for v in range(V):
        y = x
        y[:, c, i, j] = v / (V - 1)
        scores.append(prefix_log_prob(model, y, x.shape[2]))
    return torch.log_softmax(torch.stack(scores, dim=1), dim=1)

# expect: pixel_posterior_values
# says: its own counts, too
# kind: case
"""Only the later factors."""

import torch


def pixel_posterior(model, x, place):
    c, i, j = place
    V = model(x).shape[1]
    scores = []
    for v in range(V):
        y = x.clone()
        y[:, c, i, j] = v / (V - 1)
        own = torch.log_softmax(model(y)[:, :, c, i, j], dim=1)[:, v]
        scores.append(prefix_log_prob(model, y, x.shape[2]) - own)
    return torch.log_softmax(torch.stack(scores, dim=1), dim=1)

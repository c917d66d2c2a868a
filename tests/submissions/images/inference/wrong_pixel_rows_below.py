# expect: pixel_posterior_values
# says: rest of its row
# kind: case
"""Leaves out the rest of its own row."""

import torch


def pixel_posterior(model, x, place):
    c, i, j = place
    V = model(x).shape[1]
    scores = []
    for v in range(V):
        y = x.clone()
        y[:, c, i, j] = v / (V - 1)
        logits = model(y)
        values = (y * (V - 1)).round().long()[:, None]
        log_p = torch.log_softmax(logits, 1).gather(1, values)[:, 0]
        scores.append(log_p[:, c, i, j] + log_p[:, :, i + 1 :].sum((1, 2, 3)))
    return torch.log_softmax(torch.stack(scores, dim=1), dim=1)

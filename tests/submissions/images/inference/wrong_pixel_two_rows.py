# expect: pixel_posterior_values
# says: other numbers
# kind: wrong
"""Only the two rows after a pixel count."""

import torch


def pixel_posterior(model, x, place):
    c, i, j = place
    V = model(x).shape[1]
    out = []
    for v in range(V):
        y = x.clone()
        y[:, c, i, j] = v / (V - 1)
        out.append(prefix_log_prob(model, y, min(i + 3, x.shape[2])))
    return torch.stack(out, 1).log_softmax(1)

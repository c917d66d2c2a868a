# expect: intervention_map_values
# says: All channels
# kind: wrong
"""Changes the whole pixel."""

import torch


def intervention_map(net, x, place, delta):
    i, j = place
    C, H, W = x.shape[1:]
    result = torch.zeros(C, H, W, dtype=x.dtype)
    with torch.no_grad():
        before = net(x)[0, :, i, j]
        for c in range(C):
            for h in range(H):
                for w in range(W):
                    y = x.clone()
                    y[0, :, h, w] += delta
                    change = net(y)[0, :, i, j] - before
                    result[c, h, w] = change.abs().max()
    return result

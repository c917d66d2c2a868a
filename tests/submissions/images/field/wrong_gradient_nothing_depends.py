# expect: gradient_map_zeros
# says: Where nothing depends
# kind: case
"""Stops where nothing depends."""

import torch


def gradient_map(net, x, place):
    i, j = place
    x = x.detach().clone().requires_grad_(True)
    out = net(x)[0, :, i, j]
    best = torch.zeros(x.shape[1:], dtype=x.dtype)
    for f in range(len(out)):
        g = torch.autograd.grad(out[f], x, retain_graph=True)[0]
        if g is not None:
            best = torch.maximum(best, g[0].abs())
    return best

# expect: gradient_map_by_hand
# says: Only feature 0
# kind: case
"""Looks at one feature."""

import torch


def gradient_map(net, x, place):
    i, j = place
    x = x.detach().clone().requires_grad_(True)
    out = net(x)[0, :, i, j]
    best = torch.zeros(x.shape[1:], dtype=x.dtype)
    for f in range(min(len(out), 1)):
        if not out.requires_grad:
            break
        g = torch.autograd.grad(out[f], x, retain_graph=True, allow_unused=True)[0]
        if g is not None:
            best = torch.maximum(best, g[0].abs())
    return best

# expect: gradient_map_by_hand
# says: root of the sum of squares
# kind: wrong
"""The norm over features."""

import torch


def gradient_map(net, x, place):
    i, j = place
    x = x.detach().clone().requires_grad_(True)
    out = net(x)[0, :, i, j]
    best = torch.zeros(x.shape[1:], dtype=x.dtype)
    for f in range(len(out)):
        if not out.requires_grad:
            break
        g = torch.autograd.grad(out[f], x, retain_graph=True, allow_unused=True)[0]
        if g is not None:
            best = torch.sqrt(best**2 + g[0] ** 2)
    return best

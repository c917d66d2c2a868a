# expect: gradient_map_values
# says: absolute value
# kind: wrong
"""The largest slope, with its sign."""

import torch


def gradient_map(net, x, place):
    i, j = place
    x = x.detach().clone().requires_grad_(True)
    out = net(x)[0, :, i, j]
    best = torch.full(x.shape[1:], -torch.inf, dtype=x.dtype)
    for f in range(len(out)):
        if not out.requires_grad:
            break
        g = torch.autograd.grad(out[f], x, retain_graph=True, allow_unused=True)[0]
        if g is not None:
            best = torch.maximum(best, g[0])
    return torch.where(best.isinf(), 0, best)

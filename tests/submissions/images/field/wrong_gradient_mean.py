# expect: gradient_map_by_hand
# says: mean over features
# kind: wrong
"""The mean of the absolute slopes."""

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
            best = best + g[0].abs() / len(out)
    return best

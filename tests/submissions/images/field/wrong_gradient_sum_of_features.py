# expect: gradient_map_by_hand
# says: +1 and −1 cancel
# kind: wrong
"""One backward pass for the sum of the features."""

import torch


def gradient_map(net, x, place):
    i, j = place
    x = x.detach().clone().requires_grad_(True)
    out = net(x)[0, :, i, j].sum()
    if not out.requires_grad:
        return torch.zeros_like(x[0])
    g = torch.autograd.grad(out, x, allow_unused=True)[0]
    return torch.zeros_like(x[0]) if g is None else g[0].abs()

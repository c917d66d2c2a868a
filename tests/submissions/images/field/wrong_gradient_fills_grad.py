# expect: gradient_map_keeps_arguments
# says: `.grad` was filled
# kind: form
"""Right slopes by backward(), which fills the network's .grad, too."""

import torch


def gradient_map(net, x, place):
    i, j = place
    x = x.detach().clone().requires_grad_(True)
    out = net(x)[0, :, i, j]
    best = torch.zeros(x.shape[1:], dtype=x.dtype)
    for f in range(len(out)):
        if not out.requires_grad:
            break
        x.grad = None
        out[f].backward(retain_graph=True)
        g = x.grad
        if g is not None:
            best = torch.maximum(best, g[0].abs())
    return best

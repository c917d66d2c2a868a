# expect: gradient_map_by_hand
# says: an earlier call left
# kind: wrong
"""backward() adds to .grad, feature after feature."""

import torch


def gradient_map(net, x, place):
    i, j = place
    x = x.detach().clone().requires_grad_(True)
    out = net(x)[0, :, i, j]
    best = torch.zeros(x.shape[1:], dtype=x.dtype)
    for f in range(len(out)):
        if not out.requires_grad:
            break
        out[f].backward(retain_graph=True)
        if x.grad is not None:
            best = torch.maximum(best, x.grad[0].abs())
    return best

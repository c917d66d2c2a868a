# expect: gradient_map_keeps_arguments
# says: requires
# kind: form
"""x is left requiring grad."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    x.requires_grad_(True)
    y = net(x)[0, :, place[0], place[1]]
    best = torch.zeros_like(x[0]).detach()
    for v in y:
        g = torch.autograd.grad(v, x, retain_graph=True, allow_unused=True)[0] if v.requires_grad else None
        if g is not None:
            best = torch.maximum(best, g[0].abs())
    return best

# expect: intervention_map_by_hand
# says: `place` alone
# kind: wrong
"""The change at any place."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


@torch.no_grad()
def intervention_map(net, x, place, delta):
    base = net(x)
    out = torch.zeros_like(x[0])
    for c, h, w in itertools.product(*map(range, x.shape[1:])):
        z = x.clone()
        z[0, c, h, w] += delta
        out[c, h, w] = (net(z) - base).abs().max()
    return out

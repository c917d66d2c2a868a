"""itself"""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    """On x itself; what it required is put back."""
    before = x.requires_grad
    x.requires_grad_(True)
    try:
        outputs = net(x)[0].unbind()
        maps = [x.new_zeros(x.shape[1:])]
        for out in outputs:
            if out.requires_grad:
                g = torch.autograd.grad(out[tuple(place)], x, retain_graph=True, allow_unused=True)[0]
                if g is not None:
                    maps.append(g.squeeze(0).abs())
        return torch.stack(maps).amax(0).detach()
    finally:
        x.requires_grad_(before)


def intervention_map(net, x, place, delta):
    hot = torch.eye(x[0].numel()).bool().reshape(-1, *x.shape[1:])
    y = net(torch.where(hot, x + delta, x))[:, :, place[0], place[1]]
    return (y - net(x)[:, :, place[0], place[1]]).abs().amax(1).view_as(x[0]).detach()


def blind_spot(seen, place):
    flags = seen.numpy().reshape(-1)
    k = np.ravel_multi_index(tuple(place), tuple(seen.shape))
    return [int(k - np.count_nonzero(flags[:k])), int(np.count_nonzero(flags[k:]))]


class StackError(ValueError):
    pass


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) != len(dilations):
        raise StackError("lengths")
    low = high = 0
    for k, d in zip(kernel_sizes, dilations):
        if k % 2 == 0:
            raise StackError("even")
        low, high = low - d * (k // 2), high + d * (k // 2)
    return high - low + 1


def stack_field(masks, dilations, size):
    def sees(h, w, layer):
        if layer < 0:
            return (h, w) == (0, 0)
        m, d = masks[layer], dilations[layer]
        half = len(m) // 2
        return any(m[a][b] and sees(h - d * (a - half), w - d * (b - half), layer - 1)
                   for a in range(len(m)) for b in range(len(m)))
    r = range(-(size // 2), size // 2 + 1)
    return torch.tensor([[bool(sees(h, w, len(masks) - 1)) for w in r] for h in r])

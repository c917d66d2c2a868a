"""copies"""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    """One copy of x for each feature: copies do not see each other."""
    x = x.detach()
    num = net(x).shape[1]
    copies = x.repeat(num, 1, 1, 1).requires_grad_()
    picked = net(copies)[range(num), range(num), place[0], place[1]].sum()
    if not picked.requires_grad:
        return torch.zeros_like(x[0])
    (slopes,) = torch.autograd.grad(picked, copies, allow_unused=True)
    if slopes is None:
        return torch.zeros_like(x[0])
    return torch.linalg.vector_norm(slopes, ord=float("inf"), dim=0)


def intervention_map(net, x, place, delta):
    i, j = place
    n = x.numel()
    flat = x.detach().reshape(1, n).expand(n, n)
    index = torch.arange(n).unsqueeze(1)
    moved = flat.scatter_add(1, index, torch.full((n, 1), delta, dtype=x.dtype))
    y0 = net(x.detach()).detach()
    y1 = net(moved.reshape(n, *x.shape[1:])).detach()
    return torch.linalg.vector_norm((y1 - y0)[:, :, i, j], float("inf"), dim=1).reshape(x[0].shape)


def blind_spot(seen, place):
    yes = {tuple(p) for p in seen.nonzero().tolist()}
    due = {p for p in itertools.product(range(seen.shape[0]), range(seen.shape[1])) if p < tuple(place)}
    return len(due - yes), len(yes - due)


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
    """Shifted planes, or-ed."""
    reach = size // 2 + sum(int(d) * (len(m) // 2) for m, d in zip(masks, dilations))
    side = 2 * reach + 1
    plane = torch.zeros(side, side, dtype=torch.bool)
    plane[reach, reach] = True
    for m, d in zip(masks, dilations):
        new = torch.zeros_like(plane)
        for a, b in itertools.product(range(len(m)), repeat=2):
            if m[a, b] != 0:
                new |= plane.roll((d * (a - len(m) // 2), d * (b - len(m) // 2)), (0, 1))
        plane = new
    return plane[reach - size // 2 : reach + size // 2 + 1, reach - size // 2 : reach + size // 2 + 1].clone()

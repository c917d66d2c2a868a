"""The field of a stack as a gradient, on a plane wide enough."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    with torch.enable_grad():
        x = x.detach().requires_grad_()
        y = net(x)
        result = x.new_zeros(x.shape[1:])
        for f in range(y.shape[1]):
            if not y.requires_grad:
                continue
            seed = torch.zeros_like(y)
            seed[0, f, place[0], place[1]] = 1
            (slope,) = torch.autograd.grad(y, x, seed, retain_graph=True, allow_unused=True)
            if slope is not None:
                result = torch.stack([result, slope[0].detach().abs()]).amax(0)
    return result


@torch.no_grad()
def intervention_map(net, x, place, delta):
    changed = x.repeat(x[0].numel(), 1, 1, 1)
    changed.flatten(1).diagonal().add_(delta)
    at = (slice(None), slice(None), *place)
    return (net(changed)[at] - net(x)[at]).abs().max(1).values.view_as(x[0])


def blind_spot(seen, place):
    i, j = place
    before = np.zeros(tuple(seen.shape), dtype=bool)
    before[:i] = True
    before[i, :j] = True
    seen = seen.numpy()
    return int(np.sum(before & ~seen)), int(np.sum(seen & ~before))


def receptive_field(kernel_sizes, dilations):
    pairs = list(itertools.zip_longest(kernel_sizes, dilations))
    if any(k is None or d is None or not k % 2 for k, d in pairs):
        raise ValueError("odd kernels, and as many dilations")
    return sum(k // 2 * d for k, d in pairs) * 2 + 1


def stack_field(masks, dilations, size):
    reach = size // 2 + sum(d * (len(m) // 2) for m, d in zip(masks, dilations))
    plane = torch.zeros(1, 1, 2 * reach + 1, 2 * reach + 1, dtype=torch.float64, requires_grad=True)
    y = plane
    for mask, d in zip(masks, dilations):
        y = F.conv2d(y, mask.double()[None, None], padding=d * (len(mask) // 2), dilation=d)
    (slope,) = torch.autograd.grad(y[0, 0, reach, reach], plane)
    cut = slice(reach - size // 2, reach + size // 2 + 1)
    return slope[0, 0, cut, cut] != 0

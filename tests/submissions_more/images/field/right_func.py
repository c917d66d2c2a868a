"""func"""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    i, j = place
    jac = torch.func.jacrev(lambda t: net(t[None])[0, :, i, j])(x.detach()[0])
    return jac.abs().amax(0).detach()


def intervention_map(net, x, place, delta):
    with torch.inference_mode():
        base = net(x)[0, :, place[0], place[1]]
        out = torch.empty_like(x[0])
        for index in np.ndindex(*x.shape[1:]):
            z = x.clone()
            z[0][index] += delta
            out[index] = (net(z)[0, :, place[0], place[1]] - base).abs().max()
    return out.clone()


def blind_spot(seen, place):
    order = torch.arange(seen.numel()).reshape(seen.shape)
    before = order < order[place[0], place[1]]
    return (before & seen.logical_not()).sum().item(), (seen & before.logical_not()).sum().item()


def receptive_field(kernel_sizes, dilations):
    side = 1
    for k, d in zip(kernel_sizes, dilations, strict=True):
        if k % 2 != 1:
            raise ValueError("odd kernels only")
        side += (k - 1) * d
    return side


def stack_field(masks, dilations, size):
    reach = sum(d * (m.shape[0] // 2) for m, d in zip(masks, dilations)) + size // 2
    plane = torch.zeros(1, 1, 2 * reach + 1, 2 * reach + 1)
    plane[0, 0, reach, reach] = 1
    for m, d in zip(reversed(masks), reversed(dilations)):
        pad = d * (m.shape[0] // 2)
        plane = (F.conv_transpose2d(plane, m[None, None].float(), padding=pad, dilation=d) > 0).float()
    lo, hi = reach - size // 2, reach + size // 2 + 1
    return plane[0, 0, lo:hi, lo:hi] > 0

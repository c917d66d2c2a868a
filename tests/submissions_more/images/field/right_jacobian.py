"""jacobian"""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    at = lambda t: net(t)[0, :, place[0], place[1]]
    jac = torch.autograd.functional.jacobian(at, x.detach(), vectorize=True)
    return jac.abs().flatten(0, 1).amax(0).detach()


def intervention_map(net, x, place, delta):
    """In a copy that is put back after each entry."""
    z, result = x.detach().clone(), torch.zeros(x.shape[1:], dtype=x.dtype)
    with torch.no_grad():
        start = net(z)[0, :, place[0], place[1]].clone()
        flat = z.view(-1)
        for k, old in enumerate(flat.tolist()):
            flat[k] = old + delta
            result.view(-1)[k] = (net(z)[0, :, place[0], place[1]] - start).abs().amax()
            flat[k] = old
    return result


def blind_spot(seen, place):
    missed = leaked = 0
    for h, row in enumerate(seen.tolist()):
        for w, flag in enumerate(row):
            earlier = (h, w) < tuple(place)
            missed += earlier and not flag
            leaked += flag and not earlier
    return missed, leaked


def receptive_field(kernel_sizes, dilations):
    kernels, gaps = tuple(kernel_sizes), tuple(dilations)
    if len(kernels) != len(gaps) or not all(k & 1 for k in kernels):
        raise ValueError(f"{kernels} {gaps}")
    if not kernels:
        return 1
    return receptive_field(kernels[1:], gaps[1:]) + 2 * (kernels[0] // 2) * gaps[0]


def stack_field(masks, dilations, size):
    reach = sum(d * (m.shape[0] // 2) for m, d in zip(masks, dilations)) + size // 2
    plane = torch.zeros(1, 1, 2 * reach + 1, 2 * reach + 1)
    plane[0, 0, reach, reach] = 1
    for m, d in zip(reversed(masks), reversed(dilations)):
        pad = d * (m.shape[0] // 2)
        plane = (F.conv_transpose2d(plane, m[None, None].float(), padding=pad, dilation=d) > 0).float()
    lo, hi = reach - size // 2, reach + size // 2 + 1
    return plane[0, 0, lo:hi, lo:hi] > 0

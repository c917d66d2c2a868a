"""backward_inputs"""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    best = np.zeros(tuple(x.shape[1:]))
    leaf = x.detach().clone().requires_grad_()
    y = net(leaf)
    for f in range(y.shape[1]):
        leaf.grad = None
        if y.grad_fn is None:
            break
        y[0, f, place[0], place[1]].backward(inputs=[leaf], retain_graph=True)
        if leaf.grad is not None:
            best = np.maximum(best, leaf.grad[0].abs().double().numpy())
    return torch.from_numpy(best).to(x.dtype)


def intervention_map(net, x, place, delta):
    x = x.detach()
    bumps = torch.diag(torch.full((x[0].numel(),), float(delta), dtype=x.dtype)).reshape(-1, *x.shape[1:])
    pieces = []
    for piece in bumps.split(5):
        both = net(torch.cat((piece + x, x)))[..., place[0], place[1]].detach()
        pieces.append((both[:-1] - both[-1]).abs().max(-1)[0])
    return torch.cat(pieces).unflatten(0, tuple(x.shape[1:]))


def blind_spot(seen, place):
    flags = seen.numpy().reshape(-1)
    k = np.ravel_multi_index(tuple(place), tuple(seen.shape))
    return [int(k - np.count_nonzero(flags[:k])), int(np.count_nonzero(flags[k:]))]


def receptive_field(kernel_sizes, dilations):
    kernels, gaps = tuple(kernel_sizes), tuple(dilations)
    if len(kernels) != len(gaps) or not all(k & 1 for k in kernels):
        raise ValueError(f"{kernels} {gaps}")
    if not kernels:
        return 1
    return receptive_field(kernels[1:], gaps[1:]) + 2 * (kernels[0] // 2) * gaps[0]


def stack_field(masks, dilations, size):
    """Offsets as complex numbers."""
    places = np.array([0j])
    for mask, d in zip(masks, dilations):
        rows, cols = np.nonzero(mask.numpy())
        steps = d * ((rows - len(mask) // 2) + 1j * (cols - len(mask) // 2))
        places = np.unique((places[:, None] + steps[None]).ravel())
    out, half = np.zeros((size, size), bool), size // 2
    inside = places[(abs(places.real) <= half) & (abs(places.imag) <= half)]
    out[inside.real.astype(int) + half, inside.imag.astype(int) + half] = True
    return torch.from_numpy(out)

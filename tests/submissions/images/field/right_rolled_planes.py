"""Planes that are rolled, wide enough that nothing comes round."""

import numpy as np
import torch


def gradient_map(net, x, place):
    i, j = place
    x = x.detach().clone().requires_grad_(True)
    out = net(x)[0, :, i, j]
    best = torch.zeros(x.shape[1:], dtype=x.dtype)
    for f in range(len(out)):
        if not out.requires_grad:
            break
        g = torch.autograd.grad(out[f], x, retain_graph=True, allow_unused=True)[0]
        if g is not None:
            best = torch.maximum(best, g[0].abs())
    return best


def intervention_map(net, x, place, delta):
    with torch.no_grad():
        rows = []
        for c in range(x.shape[1]):
            batch = x.expand(x.shape[2] * x.shape[3], -1, -1, -1).clone()
            batch[:, c] += delta * torch.eye(len(batch), dtype=x.dtype).view(-1, *x.shape[2:])
            moved = net(batch)[:, :, place[0], place[1]] - net(x)[:, :, place[0], place[1]]
            rows.append(moved.abs().amax(1).reshape(x.shape[2:]))
        return torch.stack(rows)


def blind_spot(seen, place):
    number = torch.arange(seen.numel(), device=seen.device).view_as(seen)
    earlier = number < number[place]
    return (earlier & ~seen).sum().item(), (seen & ~earlier).sum().item()


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) != len(dilations):
        raise ValueError(f"{len(kernel_sizes)} kernels and {len(dilations)} dilations")
    if not all(k & 1 for k in kernel_sizes):
        raise ValueError("every kernel must be odd")
    left, right = 0, 0
    for k, d in zip(kernel_sizes, dilations):
        left, right = left - d * (k // 2), right + d * (k // 2)
    return right - left + 1


def stack_field(masks, dilations, size):
    reach = size // 2 + sum(d * (len(m) // 2) for m, d in zip(masks, dilations))
    plane = np.zeros((2 * reach + 1, 2 * reach + 1), dtype=bool)
    plane[reach, reach] = True
    for mask, d in zip(masks, dilations):
        new = np.zeros_like(plane)
        for a, b in np.argwhere(mask.numpy() != 0):
            shift = (d * (a - len(mask) // 2), d * (b - len(mask) // 2))
            new |= np.roll(plane, shift, axis=(0, 1))
        plane = new
    low = reach - size // 2
    return torch.from_numpy(plane[low : low + size, low : low + size].copy())

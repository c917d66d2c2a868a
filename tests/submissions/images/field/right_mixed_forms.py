"""Other forms of each."""

import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    x = x.detach().clone()
    features = net(x).shape[1]
    maps = [torch.zeros_like(x[0])]
    for f in range(features):
        point = x.clone().requires_grad_()
        with torch.enable_grad():
            one = net(point)[0, f][place]
        if one.grad_fn is not None:
            slope = torch.autograd.grad(one, point, allow_unused=True)[0]
            maps += [] if slope is None else [slope.squeeze(0).abs()]
    return torch.stack(maps).max(0)[0].detach()


def intervention_map(net, x, place, delta):
    i, j = place
    flat, base, found = x.detach().flatten(), net(x.detach())[0, :, i, j].detach(), []
    for entry in range(len(flat)):
        y = torch.cat([flat[:entry], flat[entry : entry + 1] + delta, flat[entry + 1 :]])
        now = net(y.view(x.shape))[0, :, i, j].detach()
        found.append(max(abs(float(d)) for d in now - base))
    return torch.tensor(found, dtype=x.dtype).view(x.shape[1:])


def blind_spot(seen, place):
    flags = seen.tolist()
    before = [f for row in flags[: place[0]] for f in row] + flags[place[0]][: place[1]]
    total = sum(map(sum, flags))
    return before.count(False), total - before.count(True)


def receptive_field(kernel_sizes, dilations):
    kernel_sizes, dilations = list(kernel_sizes), list(dilations)
    if len(kernel_sizes) != len(dilations):
        raise ValueError("the two lists differ in length")
    if not kernel_sizes:
        return 1
    if kernel_sizes[0] % 2 != 1:
        raise ValueError(f"{kernel_sizes[0]} is even")
    return (kernel_sizes[0] - 1) * dilations[0] + receptive_field(kernel_sizes[1:], dilations[1:])


def stack_field(masks, dilations, size):
    reach = sum(d * (len(m) // 2) for m, d in zip(masks, dilations))
    side = 2 * max(reach, size // 2) + 1
    plane = torch.zeros(1, 1, side, side, dtype=torch.float64)
    plane[0, 0, side // 2, side // 2] = 1
    for mask, d in zip(masks, dilations):
        # A transposed convolution carries an output back to the inputs that it looks at.
        weight = mask.double()[None, None]
        plane = F.conv_transpose2d(plane, weight, padding=d * (len(mask) // 2), dilation=d)
        plane = (plane > 0).double()
    low = side // 2 - size // 2
    return plane[0, 0, low : low + size, low : low + size] > 0

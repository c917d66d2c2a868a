"""The whole Jacobian at once; one batch of changes; a transposed convolution."""

import itertools

import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    point = x.detach().clone()

    def at_place(image):
        return net(image)[0, :, place[0], place[1]]

    jacobian = torch.autograd.functional.jacobian(at_place, point)  # (F, 1, C, H, W)
    if len(jacobian) == 0:
        return torch.zeros_like(point[0])
    return jacobian[:, 0].abs().amax(0).detach()


@torch.no_grad()
def intervention_map(net, x, place, delta):
    changed = x.repeat(x[0].numel(), 1, 1, 1)
    changed.flatten(1).diagonal().add_(delta)
    at = (slice(None), slice(None), *place)
    return (net(changed)[at] - net(x)[at]).abs().max(1).values.view_as(x[0])


def blind_spot(seen, place):
    number = torch.arange(seen.numel(), device=seen.device).view_as(seen)
    earlier = number < number[place]
    return (earlier & ~seen).sum().item(), (seen & ~earlier).sum().item()


def receptive_field(kernel_sizes, dilations):
    pairs = list(itertools.zip_longest(kernel_sizes, dilations))
    if any(k is None or d is None or not k % 2 for k, d in pairs):
        raise ValueError("odd kernels, and as many dilations")
    return sum(k // 2 * d for k, d in pairs) * 2 + 1


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

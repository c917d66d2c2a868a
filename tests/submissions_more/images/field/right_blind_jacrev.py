"""torch.func.jacrev, a batch of all interventions, boolean algebra, grouped convolution on a wide plane."""

import torch
import torch.nn.functional as F
from torch.func import jacrev


def gradient_map(net, x, place):
    jac = jacrev(lambda z: net(z)[0, :, place[0], place[1]])(x.detach())
    return jac.detach().squeeze(1).abs().max(dim=0).values


@torch.no_grad()
def intervention_map(net, x, place, delta):
    n = x.numel()
    steps = torch.eye(n, dtype=x.dtype).view(n, *x.shape[1:]) * delta
    outputs = net(torch.cat([x, x + steps]))[:, :, place[0], place[1]]
    return (outputs[1:] - outputs[:1]).abs().amax(1).view(x.shape[1:])


def blind_spot(seen, place):
    before = torch.zeros_like(seen)
    before[: place[0]] = True
    before[place[0], : place[1]] = True
    return (before & ~seen).sum().item(), (~before & seen).sum().item()


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) != len(dilations) or any(k % 2 != 1 for k in kernel_sizes):
        raise ValueError
    return 1 + sum((k - 1) * d for k, d in zip(kernel_sizes, dilations))


def stack_field(masks, dilations, size):
    # The centre must depend on an impulse at p: run the stack on an impulse and look everywhere, then turn round.
    plane = torch.zeros(1, 1, size, size, dtype=torch.float64)
    plane[0, 0, size // 2, size // 2] = 1
    reach = sum(d * (m.shape[0] // 2) for m, d in zip(masks, dilations))
    plane = F.pad(plane, (reach,) * 4)
    for m, d in zip(masks, dilations):
        kernel = m.to(torch.float64)[None, None]
        plane = (F.conv2d(plane, kernel, padding=d * (m.shape[0] // 2), dilation=d) > 0.5).double()
    answer = plane[0, 0].flip(0, 1) > 0.5
    return answer[reach : reach + size, reach : reach + size]

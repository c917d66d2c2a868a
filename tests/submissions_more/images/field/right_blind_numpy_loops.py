"""NumPy wherever no gradient is needed; the Jacobian from torch.autograd.functional."""

import numpy as np
import torch


def gradient_map(net, x, place):
    i, j = place
    jac = torch.autograd.functional.jacobian(lambda z: net(z)[0, :, i, j], x.detach())
    return jac[:, 0].abs().amax(dim=0).detach()


def intervention_map(net, x, place, delta):
    start = x.detach().numpy().copy()

    def look(array):
        with torch.no_grad():
            return net(torch.from_numpy(array))[0, :, place[0], place[1]].detach().numpy().copy()

    base = look(start.copy())
    out = np.zeros_like(start[0])
    for index in np.ndindex(*out.shape):
        other = start.copy()
        other[(0, *index)] += delta
        out[index] = np.max(np.abs(look(other) - base))
    return torch.from_numpy(out)


def blind_spot(seen, place):
    flat = np.asarray(seen.detach().cpu(), dtype=bool).reshape(-1)
    n = int(place[0]) * seen.shape[1] + int(place[1])
    return int(np.count_nonzero(~flat[:n])), int(np.count_nonzero(flat[n:]))


def receptive_field(kernel_sizes, dilations):
    k = np.array(list(kernel_sizes), dtype=np.int64)
    d = np.array(list(dilations), dtype=np.int64)
    if k.shape != d.shape or np.any(k % 2 == 0):
        raise ValueError("kernel sizes must be odd, and as many as the dilations")
    return int(1 + ((k - 1) * d).sum())


def stack_field(masks, dilations, size):
    field = np.ones((1, 1), dtype=bool)
    for mask, d in zip(masks, dilations):
        m = np.asarray(mask) != 0
        k = m.shape[0]
        r = d * (k // 2)
        n = field.shape[0]
        bigger = np.zeros((n + 2 * r, n + 2 * r), dtype=bool)
        for a, b in zip(*np.nonzero(m)):
            bigger[d * a : d * a + n, d * b : d * b + n] |= field
        field = bigger
    half, centre = size // 2, field.shape[0] // 2
    if centre < half:
        field = np.pad(field, half - centre)
        centre = half
    cut = field[centre - half : centre + half + 1, centre - half : centre + half + 1]
    return torch.from_numpy(cut.copy())

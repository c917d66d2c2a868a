"""A forward pass for each feature; NumPy; from the window's side, with a memory."""

import numpy as np
import torch


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
    i, j = place
    before = np.zeros(tuple(seen.shape), dtype=bool)
    before[:i] = True
    before[i, :j] = True
    seen = seen.numpy()
    return int(np.sum(before & ~seen)), int(np.sum(seen & ~before))


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
    def looks_at(h, w, layer):
        """Whether layer's output at the centre looks at this offset of the input."""
        if layer < 0:
            return h == 0 and w == 0
        if (h, w, layer) not in known:
            mask, d = masks[layer], dilations[layer]
            r = len(mask) // 2
            known[h, w, layer] = any(
                bool(mask[a, b]) and looks_at(h - d * (a - r), w - d * (b - r), layer - 1)
                for a in range(len(mask))
                for b in range(len(mask))
            )
        return known[h, w, layer]

    known, m = {}, size // 2
    rows = [[looks_at(h, w, len(masks) - 1) for w in range(-m, m + 1)] for h in range(-m, m + 1)]
    return torch.tensor(rows, dtype=torch.bool)

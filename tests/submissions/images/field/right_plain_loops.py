"""Loops over features, entries and pixels."""

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
    i, j = place
    C, H, W = x.shape[1:]
    result = torch.zeros(C, H, W, dtype=x.dtype)
    with torch.no_grad():
        before = net(x)[0, :, i, j]
        for c in range(C):
            for h in range(H):
                for w in range(W):
                    y = x.clone()
                    y[0, c, h, w] += delta
                    change = net(y)[0, :, i, j] - before
                    result[c, h, w] = change.abs().max()
    return result


def blind_spot(seen, place):
    missed = leaked = 0
    i, j = place
    for h in range(seen.shape[0]):
        for w in range(seen.shape[1]):
            before = h < i or (h == i and w < j)
            if before and not seen[h, w]:
                missed += 1
            if not before and seen[h, w]:
                leaked += 1
    return missed, leaked


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) != len(dilations):
        raise ValueError("one dilation for each kernel, please")
    side = 1
    for k, d in zip(kernel_sizes, dilations):
        if k % 2 == 0:
            raise ValueError("kernels are odd")
        side += (k - 1) * d
    return side


def stack_field(masks, dilations, size):
    reached = {(0, 0)}
    for mask, d in zip(masks, dilations):
        k = len(mask)
        new = set()
        for h, w in reached:
            for a in range(k):
                for b in range(k):
                    if mask[a, b]:
                        new.add((h + d * (a - k // 2), w + d * (b - k // 2)))
        reached = new
    seen = torch.zeros(size, size, dtype=torch.bool)
    m = size // 2
    for h, w in reached:
        if abs(h) <= m and abs(w) <= m:
            seen[h + m, w + m] = True
    return seen

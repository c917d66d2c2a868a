"""Plain torch: one backward pass per feature, one changed copy per entry."""

import torch


def gradient_map(net, x, place):
    i, j = place
    leaf = x.detach().clone().requires_grad_(True)
    with torch.enable_grad():
        out = net(leaf)[0, :, i, j]
    best = torch.zeros_like(x[0])
    if not out.requires_grad:
        return best.detach()
    for f in range(out.shape[0]):
        (grad,) = torch.autograd.grad(out[f], leaf, retain_graph=True, allow_unused=True)
        if grad is not None:
            best = torch.maximum(best, grad[0].abs())
    return best.detach()


def intervention_map(net, x, place, delta):
    i, j = place
    result = torch.zeros_like(x[0])
    with torch.no_grad():
        before = net(x)[0, :, i, j]
        for c in range(x.shape[1]):
            for h in range(x.shape[2]):
                for w in range(x.shape[3]):
                    changed = x.clone()
                    changed[0, c, h, w] += delta
                    after = net(changed)[0, :, i, j]
                    result[c, h, w] = (after - before).abs().max()
    return result.detach()


def blind_spot(seen, place):
    i, j = place
    height, width = seen.shape
    missed = leaked = 0
    for h in range(height):
        for w in range(width):
            if h * width + w < i * width + j:
                missed += int(not seen[h, w])
            else:
                leaked += int(seen[h, w])
    return missed, leaked


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) != len(dilations):
        raise ValueError("as many dilations as kernels")
    size = 1
    for k, d in zip(kernel_sizes, dilations):
        if k % 2 == 0:
            raise ValueError("even kernel")
        size += (k - 1) * d
    return size


def stack_field(masks, dilations, size):
    reach = size // 2 + sum(d * (m.shape[0] // 2) for m, d in zip(masks, dilations))
    seen = torch.zeros(2 * reach + 1, 2 * reach + 1, dtype=torch.bool)
    seen[reach, reach] = True
    for mask, d in zip(reversed(masks), reversed(dilations)):
        k = mask.shape[0]
        new = torch.zeros_like(seen)
        for a in range(k):
            for b in range(k):
                if mask[a, b] != 0:
                    dy, dx = d * (a - k // 2), d * (b - k // 2)
                    new |= torch.roll(seen, (dy, dx), (0, 1))
        seen = new
    lo, hi = reach - size // 2, reach + size // 2 + 1
    return seen[lo:hi, lo:hi]

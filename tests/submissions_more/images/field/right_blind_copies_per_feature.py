"""One copy of the image per feature, so that a single backward pass gives all gradients."""

import torch


def gradient_map(net, x, place):
    i, j = place
    with torch.no_grad():
        count = net(x).shape[1]
    copies = x.detach().repeat(count, 1, 1, 1).requires_grad_()
    chosen = net(copies)[:, :, i, j].diagonal().sum()
    if not chosen.requires_grad:
        return torch.zeros_like(x[0], requires_grad=False)
    grads = torch.autograd.grad(chosen, copies, allow_unused=True)[0]
    if grads is None:
        grads = torch.zeros_like(copies)
    return grads.detach().abs().amax(dim=0)


def intervention_map(net, x, place, delta):
    i, j = place
    channels, height, width = x.shape[1:]
    rows = []
    with torch.no_grad():
        for c in range(channels):
            for h in range(height):
                batch = x.repeat(width + 1, 1, 1, 1)
                w = torch.arange(width)
                batch[w, c, h, w] += delta
                out = net(batch)[:, :, i, j]
                rows.append((out[:-1] - out[-1:]).abs().max(dim=1)[0])
    return torch.stack(rows).view(channels, height, width)


def blind_spot(seen, place):
    order = torch.arange(seen.numel()).view(seen.shape)
    mine = order[place[0], place[1]]
    return (len(seen[(order < mine) & ~seen]), len(seen[(order >= mine) & seen]))


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) - len(dilations):
        raise ValueError("kernel_sizes and dilations differ in length")
    left = right = 0
    for k, d in zip(kernel_sizes, dilations):
        if k // 2 * 2 == k:
            raise ValueError(f"kernel size {k} is even")
        left -= k // 2 * d
        right += k // 2 * d
    return right - left + 1


def stack_field(masks, dilations, size):
    # (y, x) of all pixels that are reached, one row each
    points = torch.zeros(1, 2, dtype=torch.int64)
    for mask, d in zip(masks, dilations):
        offsets = (mask.nonzero() - mask.shape[-1] // 2) * d
        points = (points.unsqueeze(1) + offsets.unsqueeze(0)).reshape(-1, 2).unique(dim=0)
    points = points + size // 2
    inside = ((points >= 0) & (points < size)).all(dim=1)
    result = torch.zeros((size, size), dtype=torch.bool)
    result[tuple(points[inside].T)] = True
    return result

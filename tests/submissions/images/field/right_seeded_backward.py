"""A seed for the backward pass; a batch for each channel; recursion; unique offsets."""

import torch


def gradient_map(net, x, place):
    with torch.enable_grad():
        x = x.detach().requires_grad_()
        y = net(x)
        result = x.new_zeros(x.shape[1:])
        for f in range(y.shape[1]):
            if not y.requires_grad:
                continue
            seed = torch.zeros_like(y)
            seed[0, f, place[0], place[1]] = 1
            (slope,) = torch.autograd.grad(y, x, seed, retain_graph=True, allow_unused=True)
            if slope is not None:
                result = torch.stack([result, slope[0].detach().abs()]).amax(0)
    return result


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
    places = torch.zeros(1, 2, dtype=torch.long)
    for mask, d in zip(masks, dilations):
        steps = d * (torch.nonzero(mask) - mask.shape[0] // 2)
        places = torch.unique((places[:, None] + steps[None]).reshape(-1, 2), dim=0)
    places = places + size // 2
    places = places[((places >= 0) & (places < size)).all(1)]
    seen = torch.zeros(size, size, dtype=torch.bool)
    seen[places[:, 0], places[:, 1]] = True
    return seen

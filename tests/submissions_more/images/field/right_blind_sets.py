"""Sets of offsets, generators and dictionaries."""

from itertools import product

import torch


def _features(net, image, place):
    return net(image)[0, :, place[0], place[1]]


def gradient_map(net, x, place):
    image = x.detach().clone().requires_grad_(True)
    features = _features(net, image, place)

    def rows():
        yield torch.zeros_like(image[0])
        if features.requires_grad:
            for feature in features.unbind():
                got = torch.autograd.grad(feature, [image], retain_graph=True, allow_unused=True)[0]
                if got is not None:
                    yield got[0].abs()

    return torch.stack(tuple(rows())).max(0).values.detach()


def intervention_map(net, x, place, delta):
    with torch.no_grad():
        base = _features(net, x, place)
        table = {}
        for spot in product(*map(range, x.shape[1:])):
            touched = x.clone()
            touched[(0,) + spot] = touched[(0,) + spot] + delta
            table[spot] = (_features(net, touched, place) - base).abs().max()
        return torch.stack([table[spot] for spot in sorted(table)]).view(x.shape[1:])


def blind_spot(seen, place):
    place = tuple(int(p) for p in place)
    cells = set(product(range(seen.shape[0]), range(seen.shape[1])))
    shown = {tuple(p) for p in torch.nonzero(seen).tolist()}
    past = {p for p in cells if p < place}
    return len(past - shown), len(shown - past)


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) != len(dilations):
        raise ValueError("one dilation for each kernel")
    reached = {0}
    for k, d in zip(kernel_sizes, dilations):
        if k % 2 == 0:
            raise ValueError("kernels must be odd")
        reached = {p + d * s for p in (min(reached), max(reached)) for s in (-(k // 2), k // 2)}
    return max(reached) - min(reached) + 1


def stack_field(masks, dilations, size):
    points = {(0, 0)}
    for mask, d in zip(masks, dilations):
        k = len(mask)
        steps = [
            (d * (a - k // 2), d * (b - k // 2))
            for a in range(k)
            for b in range(k)
            if float(mask[a][b])
        ]
        points = {(y + v, x + u) for y, x in points for v, u in steps}
    middle = size // 2
    return torch.tensor(
        [[(r - middle, s - middle) in points for s in range(size)] for r in range(size)],
        dtype=torch.bool,
    )

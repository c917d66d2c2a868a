"""A class around the net, an autograd.Function that catches the gradient, and complex exponents for the stack."""

import torch


class _Tap(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, box):
        ctx.box = box
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        ctx.box.append(grad.detach().clone())
        return grad, None


class _Probe:
    def __init__(self, net, x, place):
        self.net, self.x, self.place = net, x.detach(), place

    def at(self, images):
        return self.net(images)[:, :, self.place[0], self.place[1]]

    def gradient(self):
        box = []
        start = self.x.clone().requires_grad_()
        out = self.at(_Tap.apply(start, box))[0]
        if out.requires_grad:
            for f in range(out.numel()):
                torch.autograd.grad(out[f], start, retain_graph=True, allow_unused=True)
        result = torch.zeros_like(self.x[0])
        for g in box:
            result = torch.max(result, g[0].abs())
        return result

    @torch.no_grad()
    def intervene(self, delta, chunk=50):
        n = self.x.numel()
        base = self.at(self.x)
        parts = []
        for start in range(0, n, chunk):
            index = torch.arange(start, min(start + chunk, n))
            images = self.x.reshape(1, -1).repeat(len(index), 1)
            images[torch.arange(len(index)), index] += delta
            parts.append((self.at(images.view(-1, *self.x.shape[1:])) - base).abs().amax(-1))
        return torch.cat(parts).reshape(self.x.shape[1:])


def gradient_map(net, x, place):
    return _Probe(net, x, place).gradient()


def intervention_map(net, x, place, delta):
    return _Probe(net, x, place).intervene(delta)


def blind_spot(seen, place):
    i, j = place
    above, row, below = seen[:i], seen[i], seen[i + 1 :]
    missed = above.numel() - int(above.sum()) + j - int(row[:j].sum())
    return missed, int(row[j:].sum()) + int(below.sum())


def receptive_field(kernel_sizes, dilations):
    try:
        pairs = list(zip(kernel_sizes, dilations, strict=True))
    except ValueError:
        raise ValueError("different lengths") from None
    if not all(k % 2 for k, _ in pairs):
        raise ValueError("even kernel size")
    return sum([(k - 1) * d for k, d in pairs], 1)


def stack_field(masks, dilations, size):
    # Walks along y + 1j x; Gaussian integers stay exact in complex128.
    where = torch.zeros(1, dtype=torch.complex128)
    for mask, d in zip(masks, dilations):
        r = mask.shape[0] // 2
        ax = torch.arange(-r, r + 1, dtype=torch.float64) * d
        steps = torch.complex(*torch.meshgrid(ax, ax, indexing="ij"))[mask.bool()]
        where = (where[:, None] + steps[None]).flatten()
        if where.numel():
            where = torch.view_as_complex(torch.unique(torch.view_as_real(where), dim=0).contiguous())
    ax = torch.arange(size, dtype=torch.float64) - size // 2
    grid = torch.complex(*torch.meshgrid(ax, ax, indexing="ij"))
    return (grid[:, :, None] == where).any(dim=-1)

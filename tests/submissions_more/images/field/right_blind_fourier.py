"""The stack as a product of Fourier transforms, gradients through vjp, a net called on half batches."""

import torch
from torch.func import vjp


def gradient_map(net, x, place):
    i, j = place
    out, pull = vjp(lambda z: net(z)[0, :, i, j], x.detach())
    rows = [pull(e)[0] for e in torch.eye(len(out), dtype=out.dtype)]
    return torch.cat(rows).abs().amax(0).detach()


def intervention_map(net, x, place, delta):
    i, j = place
    clean = x.detach().contiguous()
    one = torch.zeros_like(clean)
    results = torch.empty_like(clean)
    with torch.inference_mode():
        for n in range(clean.numel()):
            one.view(-1)[n] = delta
            pair = net(torch.cat((clean, clean + one), 0))
            one.zero_()
            results.view(-1)[n] = torch.linalg.vector_norm(pair[1, :, i, j] - pair[0, :, i, j], ord=float("inf"))
    return results[0].clone()


def blind_spot(seen, place):
    n = place[0] * seen.size(1) + place[1]
    parts = seen.flatten().split([n, seen.numel() - n])
    return int(torch.logical_not(parts[0]).sum()), int(parts[1].sum())


def receptive_field(kernel_sizes, dilations):
    if len(tuple(kernel_sizes)) != len(tuple(dilations)):
        raise ValueError("lengths")
    size = 1
    for index in range(len(kernel_sizes)):
        if kernel_sizes[index] % 2 != 1:
            raise ValueError("odd kernels only")
        size = size + dilations[index] * kernel_sizes[index] - dilations[index]
    return int(size)


def stack_field(masks, dilations, size):
    reach = sum(d * (m.shape[0] // 2) for m, d in zip(masks, dilations)) + size // 2
    n = 2 * reach + 1
    field = torch.zeros(n, n, dtype=torch.float64)
    field[0, 0] = 1.0
    for m, d in zip(masks, dilations):
        k = m.shape[0]
        kernel = torch.zeros(n, n, dtype=torch.float64)
        for a in range(k):
            for b in range(k):
                kernel[d * (a - k // 2) % n, d * (b - k // 2) % n] += float(m[a, b])
        product = torch.fft.irfft2(torch.fft.rfft2(field) * torch.fft.rfft2(kernel), s=(n, n))
        field = (product > 0.5).double()
    field = torch.fft.fftshift(field)
    lo = reach - size // 2
    return field[lo : lo + size, lo : lo + size] > 0.5

"""Correlation by the FFT in float64; averages by a two-dimensional running sum; the field by probing with sets."""

import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    taps = dilation * (kernel - 1)
    fits = [s for s in range(0, size + 2 * padding, stride) if s + taps <= size + 2 * padding - 1]
    if not fits:
        raise ValueError("no window")
    return len(fits)


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    p = torch.nn.functional.pad(x.double(), (padding,) * 4)
    size = (p.shape[2] + h, p.shape[3] + w)
    fx, fw = torch.fft.rfft2(p, s=size), torch.fft.rfft2(weight.double(), s=size)
    full = torch.fft.irfft2(torch.einsum("bcyx,ocyx->boyx", fx, fw.conj()), s=size)
    valid = full[:, :, :p.shape[2] - h + 1:stride, :p.shape[3] - w + 1:stride]
    return (valid + bias.double()[:, None, None]).to(weight.dtype)


def pool(x, size, stride, kind):
    H, W = x.shape[2:]
    if kind == "average":
        s = torch.nn.functional.pad(x.double().cumsum(2).cumsum(3), (1, 0, 1, 0))
        boxes = s[..., size:, size:] - s[..., :-size, size:] - s[..., size:, :-size] + s[..., :-size, :-size]
        return (boxes[..., ::stride, ::stride] / size ** 2).to(x.dtype)
    if kind == "max":
        rows = torch.stack([x[:, :, i:i + size].amax(2) for i in range(0, H - size + 1, stride)], 2)
        return torch.stack([rows[..., j:j + size].amax(3) for j in range(0, W - size + 1, stride)], 3)
    raise ValueError(f"no pooling {kind}")


def summary(shape, layers):
    out, seen = [], []
    for layer in layers:
        name, count = layer[0], 0
        if name == "conv":
            _, n, k, s, p, d = layer
            count = sum(shape[0] * k * k + 1 for _ in range(n))
            shape = (n, output_size(shape[1], k, s, p, d), output_size(shape[2], k, s, p, d))
            seen.append((k, s, d))
        elif name == "pool":
            _, k, s = layer
            shape = (shape[0], output_size(shape[1], k, s), output_size(shape[2], k, s))
            seen.append((k, s, 1))
        elif name == "flatten":
            shape = (torch.Size(shape).numel(),)
        elif name == "linear":
            count, shape = (shape[0] + 1) * layer[1], (layer[1],)
        if len(shape) == 1:
            field = 0
        else:
            low = high = 0
            for k, s, d in seen[::-1]:
                low, high = low * s, high * s + (k - 1) * d
            field = high - low + 1
        out.append({"field": field, "parameters": count, "shape": tuple(shape)})
    return out


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("not whole")

    def shift(t, a, b):
        a, b = a % t.shape[-2], b % t.shape[-1]
        t = torch.cat([t[..., t.shape[-2] - a:, :], t[..., :t.shape[-2] - a, :]], dim=-2)
        return torch.cat([t[..., t.shape[-1] - b:], t[..., :t.shape[-1] - b]], dim=-1)

    image_by_image = [(layer(shift(x, down, right)) - shift(layer(x.clone()), down // stride, right // stride)).abs().max()]
    return float(max(image_by_image))

"""Correlation by Fourier transform in double; pooling by sorting and cumulated sums."""
import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    starts = torch.arange(0, size + 2 * padding, stride)
    fits = int((starts + dilation * (kernel - 1) < size + 2 * padding).sum())
    if fits < 1:
        raise ValueError("nothing fits")
    return fits


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[-2:]
    full = torch.nn.functional.pad(x, (padding, padding, padding, padding)).double()
    size = full.shape[-2:]
    X = torch.fft.rfft2(full)
    K = torch.fft.rfft2(weight.double(), s=size)
    Y = torch.einsum("bchw,ochw->bohw", X, K.conj())
    y = torch.fft.irfft2(Y, s=size)
    y = y[:, :, :size[0] - h + 1:stride, :size[1] - w + 1:stride]
    return (y + bias.double().view(-1, 1, 1)).to(x.dtype)


def pool(x, size, stride, kind):
    windows = x.unfold(-2, size, stride).unfold(-2, size, stride).flatten(-2)
    match kind:
        case "max":
            return windows.sort(-1).values[..., -1]
        case "average":
            return windows.cumsum(-1)[..., -1].div(windows.shape[-1])
    raise ValueError(kind)


def summary(shape, layers):
    result, spatial = [], [(1, 1)]
    for layer in layers:
        kind, args = layer[0], layer[1:]
        row = {"shape": tuple(shape), "parameters": 0, "field": spatial[-1][0]}
        if kind == "conv" or kind == "pool":
            if kind == "conv":
                out, k, s, p, d = args
                row["parameters"] = (shape[0] * k * k + 1) * out
            else:
                out, (k, s), p, d = shape[0], args, 0, 1
            f, j = spatial[-1]
            spatial.append((f + (k - 1) * d * j, j * s))
            row["field"] = spatial[-1][0]
            row["shape"] = (out, output_size(shape[1], k, s, p, d), output_size(shape[2], k, s, p, d))
        elif kind == "flatten":
            spatial.append((0, 0))
            row["field"] = 0
            row["shape"] = (shape[0] * shape[1] * shape[2],)
        elif kind == "linear":
            row["parameters"] = (shape[0] + 1) * args[0]
            row["shape"] = (args[0],)
        shape = row["shape"]
        result.append(row)
    return result


def equivariance_gap(layer, x, down, right, stride=1):
    import numpy as np
    if np.mod(down, stride) or np.mod(right, stride):
        raise ValueError("whole steps only")
    y = layer(x)
    moved = torch.empty_like(x)
    H, W = x.shape[2:]
    rows = (torch.arange(H) - down) % H
    cols = (torch.arange(W) - right) % W
    moved = x[:, :, rows][:, :, :, cols]
    h, w = y.shape[2:]
    rows = (torch.arange(h) - down // stride) % h
    cols = (torch.arange(w) - right // stride) % w
    return np.abs((layer(moved).detach() - y.detach()[:, :, rows][:, :, :, cols]).numpy()).max().item()

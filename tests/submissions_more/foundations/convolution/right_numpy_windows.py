"""NumPy's sliding windows."""

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    last = size + 2 * padding - 1 - dilation * (kernel - 1)
    if last < 0:
        raise ValueError("kernel larger than the input")
    return int(last // stride) + 1


def correlate(x, weight, bias, stride=1, padding=0):
    X = np.pad(x.detach().numpy(), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    K = weight.detach().numpy()
    windows = sliding_window_view(X, K.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.tensordot(windows, K, axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    return torch.from_numpy(np.ascontiguousarray(out + bias.detach().numpy()[:, None, None])).to(weight.dtype)


def pool(x, size, stride, kind):
    reduce = {"max": np.max, "average": np.mean}.get(kind)
    if reduce is None:
        raise ValueError("kind must be 'max' or 'average'")
    windows = sliding_window_view(x.detach().numpy(), (size, size), axis=(2, 3))[:, :, ::stride, ::stride]
    return torch.from_numpy(reduce(windows, axis=(4, 5))).to(x.dtype)


def summary(shape, layers):
    shape, rows, sizes = tuple(shape), [], []
    for layer in layers:
        kind = layer[0]
        parameters = 0
        if kind in ("conv", "pool"):
            if kind == "conv":
                n, k, s, p, d = layer[1:]
                parameters = n * shape[0] * k ** 2 + n
            else:
                n, k, s, p, d = shape[0], layer[1], layer[2], 0, 1
            shape = (n,) + tuple(output_size(v, k, s, p, d) for v in shape[1:])
            sizes.append(((k - 1) * d, s))
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "linear":
            parameters = layer[1] * (1 + shape[0])
            shape = (layer[1],)
        strides = [1]
        for _, s in sizes:
            strides.append(strides[-1] * s)
        field = 1 + sum(e * j for (e, _), j in zip(sizes, strides)) if len(shape) == 3 else 0
        rows.append({"shape": shape, "parameters": parameters, "field": field})
    return rows


def equivariance_gap(layer, x, down, right, stride=1):
    if (down % stride, right % stride) != (0, 0):
        raise ValueError("not whole")
    call = lambda t: layer(t).detach().numpy()
    first = call(torch.roll(x, (down, right), (2, 3)))
    second = np.roll(call(x.clone()), (down // stride, right // stride), axis=(2, 3))
    return float(np.abs(first - second).max())

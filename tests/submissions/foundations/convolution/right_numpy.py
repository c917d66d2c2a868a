"""NumPy's sliding windows."""

import numpy as np
import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    n = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1
    if size + 2 * padding < dilation * (kernel - 1) + 1:
        raise ValueError("none")
    return int(n)


def _windows(x, h, w, stride):
    view = np.lib.stride_tricks.sliding_window_view(x, (h, w), axis=(2, 3))
    return view[:, :, ::stride, ::stride]


def correlate(x, weight, bias, stride=1, padding=0):
    p = (padding, padding)
    windows = _windows(np.pad(x.numpy(), ((0, 0), (0, 0), p, p)), *weight.shape[2:], stride)
    out = np.einsum("bcijhw,ochw->boij", windows, weight.numpy())
    return torch.from_numpy(out + bias.numpy().reshape(-1, 1, 1))


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError("kind")
    windows = _windows(x.numpy(), size, size, stride)
    out = windows.max((-1, -2)) if kind == "max" else windows.mean((-1, -2))
    return torch.from_numpy(np.ascontiguousarray(out))


def summary(shape, layers):
    shapes, counts, fields = [tuple(shape)], [], []
    for kind, *n in layers:
        c, *rest = shapes[-1]
        if kind == "conv":
            shapes.append((n[0], *[output_size(r, n[1], n[2], n[3], n[4]) for r in rest]))
        elif kind == "pool":
            shapes.append((c, *[output_size(r, n[0], n[1]) for r in rest]))
        elif kind == "flatten":
            shapes.append((int(np.prod(shapes[-1])),))
        elif kind == "linear":
            shapes.append((n[0],))
        else:
            shapes.append(shapes[-1])
        weights = {"conv": lambda: n[0] * c * n[1] ** 2 + n[0], "linear": lambda: n[0] * c + n[0]}
        counts.append(weights[kind]() if kind in weights else 0)
    field, jump = 1, 1
    for kind, *n in layers:
        kernel, stride, dilation = {"conv": lambda: (n[1], n[2], n[4]), "pool": lambda: (n[0], n[1], 1)}.get(kind, lambda: (1, 1, 1))()
        field = 0 if kind == "flatten" or field == 0 else field + (kernel - 1) * dilation * jump
        jump *= stride
        fields.append(field)
    return [dict(zip(("shape", "parameters", "field"), row)) for row in zip(shapes[1:], counts, fields)]


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("steps")
    a = layer(torch.from_numpy(np.roll(x.numpy(), (down, right), (2, 3)))).detach().numpy()
    b = np.roll(layer(x).detach().numpy(), (down // stride, right // stride), (2, 3))
    return float(np.abs(a - b).max())

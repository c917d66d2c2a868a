"""A loop over the kernel's places, each a strided slice of the whole image."""

import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    starts = range(0, size + 2 * padding - dilation * (kernel - 1), stride)
    if len(starts) == 0:
        raise ValueError("does not fit")
    return len(starts)


def _slices(x, h, w, stride):
    rows, columns = output_size(x.shape[2], h, stride), output_size(x.shape[3], w, stride)
    for i in range(h):
        for j in range(w):
            yield i, j, x[:, :, i:i + (rows - 1) * stride + 1:stride, j:j + (columns - 1) * stride + 1:stride]


def correlate(x, weight, bias, stride=1, padding=0):
    x = torch.nn.ZeroPad2d(padding)(x)
    total = bias[None, :, None, None]
    for i, j, part in _slices(x, weight.shape[2], weight.shape[3], stride):
        total = total + torch.tensordot(part, weight[:, :, i, j], dims=([1], [1])).permute(0, 3, 1, 2)
    return total


def pool(x, size, stride, kind):
    if kind == "max":
        step = torch.maximum
    elif kind == "average":
        step = torch.add
    else:
        raise ValueError(f"{kind}?")
    total = None
    for _, _, part in _slices(x, size, size, stride):
        total = part if total is None else step(total, part)
    return total.clone() if kind == "max" else total / (size * size)


def summary(shape, layers):
    channels, height, width = shape
    features, field, jump, flat, out = None, 1, 1, False, []
    for layer in layers:
        match layer:
            case ("conv", n, k, s, p, d):
                parameters = n * (channels * k * k + 1)
                height, width = (output_size(v, k, s, p, d) for v in (height, width))
                channels, field, jump = n, field + jump * d * (k - 1), jump * s
            case ("pool", k, s):
                parameters = 0
                height, width = (output_size(v, k, s) for v in (height, width))
                field, jump = field + jump * (k - 1), jump * s
            case ("relu",):
                parameters = 0
            case ("flatten",):
                parameters, flat, features, field = 0, True, channels * height * width, 0
            case ("linear", n):
                parameters, features = n * features + n, n
        out.append({"shape": (features,) if flat else (channels, height, width), "parameters": parameters,
                    "field": field})
    return out


def equivariance_gap(layer, x, down, right, stride=1):
    from fractions import Fraction
    down_out, right_out = Fraction(down, stride), Fraction(right, stride)
    if down_out.denominator != 1 or right_out.denominator != 1:
        raise ValueError("not whole")
    y = layer(x.clone())
    rows = (torch.arange(y.shape[2]) - int(down_out)) % y.shape[2]
    columns = (torch.arange(y.shape[3]) - int(right_out)) % y.shape[3]
    rows_in = (torch.arange(x.shape[2]) - down) % x.shape[2]
    columns_in = (torch.arange(x.shape[3]) - right) % x.shape[3]
    z = layer(x[:, :, rows_in][:, :, :, columns_in])
    return float(torch.linalg.vector_norm(z - y[:, :, rows][:, :, :, columns], ord=float("inf")))

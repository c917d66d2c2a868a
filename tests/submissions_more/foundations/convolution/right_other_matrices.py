"""The correlation as a big matrix; pooling as a gather of indices."""

import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    n, rest = divmod(size + 2 * padding + stride - dilation * (kernel - 1) - 1, stride)
    if n < 1:
        raise ValueError("nothing fits")
    return n


def _places(size, kernel, stride, padding=0):
    n = output_size(size, kernel, stride, padding)
    return torch.arange(n)[:, None] * stride + torch.arange(kernel)[None, :]


def correlate(x, weight, bias, stride=1, padding=0):
    B, C, H, W = x.shape
    O, _, h, w = weight.shape
    rows, columns = _places(H, h, stride, padding) - padding, _places(W, w, stride, padding) - padding
    # One-hot selections (n, k, size); outside the image they are zero.
    pick_rows = (rows[..., None] == torch.arange(H)).to(weight.dtype)
    pick_columns = (columns[..., None] == torch.arange(W)).to(weight.dtype)
    matrix = torch.einsum("ochw,ihy,jwx->oijcyx", weight, pick_rows, pick_columns)
    out = x.reshape(B, -1) @ matrix.reshape(-1, C * H * W).T
    return out.reshape(B, O, len(rows), len(columns)) + bias.reshape(O, 1, 1)


def pool(x, size, stride, kind):
    if kind != "max" and kind != "average":
        raise ValueError(kind)
    rows, columns = _places(x.shape[2], size, stride), _places(x.shape[3], size, stride)
    patches = x[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    if kind == "max":
        return patches.max(dim=-1).values.max(dim=-1).values
    return patches.sum(dim=(-1, -2)).div(size * size)


def summary(shape, layers):
    if not layers:
        return []
    rows = []
    c, sides, field, jump = shape[0], list(shape[1:]), 1, 1
    flat = None
    for kind, *rest in layers:
        row = {"parameters": 0}
        if kind == "conv" or kind == "pool":
            n, k, s, p, d = rest if kind == "conv" else (c, rest[0], rest[1], 0, 1)
            if kind == "conv":
                row["parameters"] = n * (1 + c * k * k)
            c, sides = n, [output_size(v, k, s, p, d) for v in sides]
            field = field + d * (k - 1) * jump
            jump = jump * s
        elif kind == "flatten":
            flat, field = c * sides[0] * sides[1], 0
        elif kind == "linear":
            row["parameters"] = rest[0] * (1 + flat)
            flat = rest[0]
        row["shape"] = (c, *sides) if flat is None else (flat,)
        row["field"] = field
        rows.append(row)
    return rows


def equivariance_gap(layer, x, down, right, stride=1):
    if any(m % stride for m in (down, right)):
        raise ValueError("a fraction of a pixel")
    both = [layer(torch.roll(x, (down, right), (2, 3))), torch.roll(layer(x.clone()), (down // stride, right // stride), (2, 3))]
    low, high = torch.aminmax(both[0] - both[1])
    return max(-low.item(), high.item())

"""The gates as an autograd.Function with a backward pass by hand."""

import torch
import torch.nn.functional as F


class _Gates(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, c_prev):
        o, f, i, g = z.chunk(4, 1)
        o, f, i, g = o.sigmoid(), f.sigmoid(), i.sigmoid(), g.tanh()
        c = f * c_prev + i * g
        t = c.tanh()
        ctx.save_for_backward(o, f, i, g, c_prev, t)
        return o * t, c

    @staticmethod
    def backward(ctx, dh, dc):
        o, f, i, g, c_prev, t = ctx.saved_tensors
        dc = dc + dh * o * (1 - t * t)
        dz = torch.cat(
            [dh * t * o * (1 - o), dc * c_prev * f * (1 - f), dc * g * i * (1 - i), dc * i * (1 - g * g)], 1
        )
        return dz, dc * f


def skew(x):
    b, c, h, w = x.shape
    wide = torch.cat([x, x.new_zeros(b, c, h, h)], 3).flatten(2)
    return wide[..., :-h].unflatten(2, (h, w + h - 1))


def unskew(y):
    h = y.shape[2]
    w = y.shape[3] - h + 1
    return torch.stack([row[..., i : i + w] for i, row in enumerate(y.unbind(2))], 2)


def _rows(inputs, weight):
    k = weight.shape[2]
    h = c = inputs.new_zeros(len(inputs), weight.shape[1], inputs.shape[3])
    for row in inputs.movedim(2, 0):
        h, c = _Gates.apply(row + F.conv1d(h, weight, None, 1, k // 2), c)
        yield h


def row_lstm(inputs, weight):
    if weight.shape[2] % 2 == 0:
        raise ValueError("an even kernel has no centre")
    return torch.stack(list(_rows(inputs, weight)), 2)


def diagonal_lstm(inputs, weight):
    h = c = inputs.new_zeros(len(inputs), weight.shape[1], inputs.shape[2])
    found = []
    for column in skew(inputs).movedim(3, 0):
        upper = F.pad(h, (1, -1))
        z = column + torch.matmul(weight[..., 0], upper) + torch.matmul(weight[..., 1], h)
        h, c = _Gates.apply(z, c)
        found.append(h)
    return unskew(torch.stack(found, 3))


def diagonal_bilstm(inputs, weight):
    mirror = torch.stack([inputs[0], inputs[1].flip(3)])
    first, second = (diagonal_lstm(z, w) for z, w in zip(mirror, weight))
    return first + F.pad(second.flip(3), (0, 0, 1, -1))

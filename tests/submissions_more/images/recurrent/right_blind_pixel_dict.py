"""Every pixel by itself, states in a dictionary, einsum for the products."""

import torch


def _cell(gates, c_prev):
    n = gates.shape[1] // 4
    o, f, i, g = gates[:, :n], gates[:, n : 2 * n], gates[:, 2 * n : 3 * n], gates[:, 3 * n :]
    c = f.sigmoid() * c_prev + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def _assemble(states, height, width):
    flat = [states[i, j][0] for i in range(height) for j in range(width)]
    return torch.stack(flat, dim=-1).unflatten(-1, (height, width))


def skew(x):
    height, width = x.shape[2:]
    zero = torch.zeros_like(x[:, :, 0, 0])
    total = width + height - 1
    pixels = [
        x[:, :, i, s - i] if 0 <= s - i < width else zero for i in range(height) for s in range(total)
    ]
    return torch.stack(pixels, -1).reshape(*x.shape[:2], height, total)


def unskew(y):
    height = y.shape[2]
    width = y.shape[3] + 1 - height
    pixels = [y[:, :, i, i + j] for i in range(height) for j in range(width)]
    return torch.stack(pixels, -1).reshape(*y.shape[:2], height, width)


def row_lstm(inputs, weight):
    batch, _, height, width = inputs.shape
    _, n, k = weight.shape
    if k % 2 != 1:
        raise ValueError("k must be odd")
    zero = torch.zeros(batch, n, dtype=inputs.dtype)
    states = {}
    for i in range(height):
        for j in range(width):
            gates = inputs[:, :, i, j]
            for t in range(k):
                at = (i - 1, j + t - k // 2)
                if at in states:
                    gates = gates + torch.einsum("gn,bn->bg", weight[:, :, t], states[at][0])
            states[i, j] = _cell(gates, states.get((i - 1, j), (zero, zero))[1])
    return _assemble(states, height, width)


def _run(inputs, weight, columns, step):
    batch, _, height, width = inputs.shape
    zero = torch.zeros(batch, weight.shape[1], dtype=inputs.dtype)
    outside = (zero, zero)
    states = {}
    for i in range(height):
        for j in columns:
            up, side = states.get((i - 1, j), outside), states.get((i, j - step), outside)
            around = torch.stack([up[0], side[0]], dim=-1)
            gates = inputs[..., i, j] + torch.einsum("gnd,bnd->bg", weight, around)
            states[i, j] = _cell(gates, side[1])
    return states, height, width


def diagonal_lstm(inputs, weight):
    return _assemble(*_run(inputs, weight, range(inputs.shape[3]), 1))


def diagonal_bilstm(inputs, weight):
    width = inputs.shape[-1]
    there = _assemble(*_run(inputs[0], weight[0], range(width), 1))
    back = _assemble(*_run(inputs[1], weight[1], range(width - 1, -1, -1), -1))
    result = there.clone()
    result[:, :, 1:] += back[:, :, :-1]
    return result

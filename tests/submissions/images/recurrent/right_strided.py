"""strided, linear, together"""

import torch
import torch.nn.functional as F


def skew(x):
    B, C, H, W = x.shape
    y = x.new_zeros((B, C, H, W + H - 1))
    for b in range(B):
        for c in range(C):
            y[b, c].as_strided((H, W), (W + H, 1)).copy_(x[b, c])
    return y


def unskew(y):
    y = y.contiguous()
    B, C, H, V = y.shape
    return y.as_strided((B, C, H, V - H + 1), (C * H * V, H * V, V + 1, 1)).clone()


def _step(gates, c):
    o, f, i, g = gates.chunk(4, dim=1)
    c = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()))
    return o.sigmoid().mul(c.tanh()), c


def row_lstm(inputs, weight):
    m, n, k = weight.shape
    if k // 2 * 2 == k:
        raise ValueError(f"{k} is even")
    h = c = None
    rows = []
    for row in range(inputs.shape[2]):
        gates = inputs[:, :, row]
        if h is not None:
            patches = F.unfold(h.unsqueeze(2), (1, k), padding=(0, k // 2))
            gates = gates + weight.reshape(m, n * k) @ patches
        h, c = _step(gates, torch.zeros_like(gates[:, :n]) if c is None else c)
        rows.append(h)
    return torch.stack(rows, -2)


def diagonal_lstm(inputs, weight):
    B, m, H, W = inputs.shape
    n = m // 4
    flat = skew(inputs).permute(3, 2, 0, 1)
    joint = torch.cat([weight[:, :, 0], weight[:, :, 1]], dim=1)
    h = c = torch.zeros(H, B, n, dtype=inputs.dtype)
    out = []
    for column in flat:
        up = torch.cat([torch.zeros_like(h[:1]), h[:-1]])
        gates = column + F.linear(torch.cat([up, h], -1), joint)
        h, c = (s.view(H, B, n) for s in _step(gates.flatten(0, 1), c.flatten(0, 1)))
        out.append(h)
    return unskew(torch.stack(out).permute(2, 3, 1, 0))


def diagonal_bilstm(inputs, weight):
    first, second = diagonal_lstm(inputs[0], weight[0]), torch.fliplr(diagonal_lstm(torch.fliplr(inputs[1].transpose(1, 3)).transpose(1, 3), weight[1]).transpose(1, 3)).transpose(1, 3)
    moved = torch.zeros_like(second)
    moved[:, :, 1:] = second[:, :, :-1]
    return first + moved

"""gather, rowwise, rolled"""

import torch
import torch.nn.functional as F


def skew(x):
    B, C, H, W = x.shape
    where = (torch.arange(W) + torch.arange(H).view(-1, 1)).expand(B, C, H, W)
    return torch.zeros(B, C, H, W + H - 1, dtype=x.dtype).scatter(3, where, x)


def unskew(y):
    B, C, H, V = y.shape
    W = V - (H - 1)
    where = (torch.arange(W) + torch.arange(H).view(-1, 1)).expand(B, C, H, W)
    return torch.gather(y, -1, where)


def row_lstm(inputs, weight):
    _, n, k = weight.shape
    if k % 2 == 0:
        raise ValueError("the kernel has no centre")
    half = k // 2

    def run(rows, h, c):
        if not rows:
            return []
        gates = rows[0] + sum(
            weight[:, :, t] @ F.pad(h, (half, half))[:, :, t : t + h.shape[2]] for t in range(k)
        )
        o, f, i, g = gates.view(gates.shape[0], 4, n, -1).unbind(1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return [h, *run(rows[1:], h, c)]

    zero = torch.zeros(len(inputs), n, inputs.shape[3], dtype=inputs.dtype)
    return torch.stack(run(list(inputs.unbind(2)), zero, zero), 2)


def diagonal_lstm(inputs, weight):
    """Row by row, from left to right in each."""
    B, four, H, W = inputs.shape
    n = four // 4
    above = [torch.zeros(B, n, dtype=inputs.dtype)] * W
    result = []
    for y in range(H):
        h = c = torch.zeros(B, n, dtype=inputs.dtype)
        row = []
        for x in range(W):
            gates = inputs[:, :, y, x] + above[x] @ weight[..., 0].T + h @ weight[..., 1].mT
            o, f, i, g = gates.reshape(B, 4, n).transpose(0, 1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
            row.append(h)
        above = row
        result += [torch.stack(row, dim=2)]
    return torch.stack(result, dim=2)


def diagonal_bilstm(inputs, weight):
    right = diagonal_lstm(inputs[1].flip([3]), weight[1]).flip([3]).roll(1, dims=2)
    keep = torch.ones(right.shape[2], 1, dtype=right.dtype)
    keep[0] = 0
    return torch.add(diagonal_lstm(inputs[0], weight[0]), right * keep)

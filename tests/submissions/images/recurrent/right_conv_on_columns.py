"""A convolution along the skewed column, zeros kept outside."""

import torch
import torch.nn.functional as F


def skew(x):
    B, C, H, W = x.shape
    wide = F.pad(x, (0, H)).flatten(2)[..., : H * (W + H - 1)]
    return wide.view(B, C, H, W + H - 1).clone()


def unskew(y):
    H, D = y.shape[2:]
    index = torch.arange(D - H + 1) + torch.arange(H)[:, None]
    return y.gather(3, index.expand(*y.shape[:2], -1, -1))


def row_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    n, k = weight.shape[1:]
    if k % 2 == 0:
        raise ValueError("k must be odd")
    h = torch.zeros(B, n, W, dtype=inputs.dtype)
    c = torch.zeros_like(h)
    out = []
    for r in range(H):
        gates = inputs[:, :, r] + F.conv1d(h, weight, padding=k // 2)
        o, f, i, g = torch.split(gates, n, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        out.append(h)
    return torch.stack(out, dim=2)


def diagonal_lstm(inputs, weight):
    n = weight.shape[1]
    B, _, H, W = inputs.shape
    columns = skew(inputs)
    outputs, h, c = [], inputs.new_zeros(B, n, H), inputs.new_zeros(B, n, H)
    for t in range(columns.shape[3]):
        gates = columns[..., t] + F.conv1d(F.pad(h, (1, 0)), weight)
        o, f, i, g = gates.chunk(4, dim=1)
        c = torch.addcmul(torch.sigmoid(f) * c, torch.sigmoid(i), torch.tanh(g))
        h = torch.sigmoid(o) * torch.tanh(c)
        # Beyond the borders both states are zero; here that changes nothing.
        inside = torch.tensor([0 <= t - row < W for row in range(H)])
        h, c = torch.where(inside, h, 0), torch.where(inside, c, 0)
        outputs.append(h)
    return unskew(torch.stack(outputs, dim=3))


def diagonal_bilstm(inputs, weight):
    left, right = (
        diagonal_lstm(one if d == 0 else one.flip(3), w)
        for d, (one, w) in enumerate(zip(inputs, weight))
    )
    total = left.clone()
    total[:, :, 1:] += right.flip(3)[:, :, :-1]
    return total

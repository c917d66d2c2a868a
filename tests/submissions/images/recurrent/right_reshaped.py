"""Skewing by one reshape; einsum; the second direction's inputs moved in advance."""

import torch
import torch.nn.functional as F


def skew(x):
    B, C, H, W = x.shape
    wide = F.pad(x, (0, H)).flatten(2)[..., : H * (W + H - 1)]
    return wide.view(B, C, H, W + H - 1).clone()


def unskew(y):
    B, C, H, D = y.shape
    return F.pad(y.flatten(2), (0, H)).view(B, C, H, D + 1)[..., : D + 1 - H].clone()


def row_lstm(inputs, weight):
    if weight.shape[2] % 2 != 1:
        raise ValueError("an odd kernel, please")
    half = weight.shape[2] // 2
    n, width = weight.shape[1], inputs.shape[3]
    h = c = inputs[:, :n, 0] * 0
    out = torch.empty_like(inputs[:, :n])
    for row in range(inputs.shape[2]):
        taps = F.pad(h, (half, half)).unfold(2, weight.shape[2], 1)  # (B, n, W, k)
        gates = inputs[:, :, row] + torch.einsum("bnwk,gnk->bgw", taps, weight)
        s = torch.sigmoid(gates[:, : 3 * n])
        c = s[:, n : 2 * n] * c + s[:, 2 * n :] * torch.tanh(gates[:, 3 * n :])
        h = s[:, :n] * torch.tanh(c)
        out[:, :, row] = h
    return out


def diagonal_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    n = weight.shape[1]
    slanted = skew(inputs)
    h = c = inputs.new_zeros(B, n, H)
    out = []
    for t in range(W + H - 1):
        up = torch.cat([torch.zeros_like(h[:, :, :1]), h[:, :, :-1]], dim=2)
        gates = slanted[..., t]
        gates = gates + torch.einsum("gn,bnh->bgh", weight[:, :, 0], up)
        gates = gates + torch.einsum("gn,bnh->bgh", weight[:, :, 1], h)
        o, f, i, g = gates.view(B, 4, n, H).unbind(1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        out.append(h)
    return unskew(torch.stack(out, 3))


def diagonal_bilstm(inputs, weight):
    # The inputs of the second direction, moved down in advance: on a row of zeros h stays zero.
    early = F.pad(inputs[1], (0, 0, 1, 0))[:, :, :-1].flip(-1)
    return diagonal_lstm(inputs[0], weight[0]) + diagonal_lstm(early, weight[1]).flip(-1)

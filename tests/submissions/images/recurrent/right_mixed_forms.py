"""Other forms of each."""

import torch
import torch.nn.functional as F


def skew(x):
    B, C, H, W = x.shape
    i = torch.arange(H)[:, None]
    y = x.new_zeros(B, C, H, H + W - 1)
    y[:, :, i, i + torch.arange(W)] = x
    return y


def unskew(y):
    B, C, H, D = y.shape
    return F.pad(y.flatten(2), (0, H)).view(B, C, H, D + 1)[..., : D + 1 - H].clone()


def row_lstm(inputs, weight):
    n, k = weight.shape[1:]
    if k in range(0, k + 1, 2):
        raise ValueError("the kernel has no centre")
    state = [inputs.new_zeros(inputs.shape[0], n, inputs.shape[3])] * 2
    result = []
    for row in torch.split(inputs, 1, dim=2):
        # A convolution of an image of one row.
        past = F.conv2d(state[0].unsqueeze(2), weight.unsqueeze(2), padding=(0, k // 2))
        o, f, i, g = (row + past).squeeze(2).unflatten(1, (4, n)).unbind(1)
        c = state[1] * f.sigmoid() + g.tanh() * i.sigmoid()
        state = [o.sigmoid() * c.tanh(), c]
        result.append(state[0])
    return torch.stack(result, 2)


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
    right = diagonal_lstm(inputs[1].flip([3]), weight[1]).flip([3])
    moved = torch.cat([torch.zeros_like(right[:, :, :1]), right[:, :, :-1]], dim=2)
    return diagonal_lstm(inputs[0], weight[0]) + moved

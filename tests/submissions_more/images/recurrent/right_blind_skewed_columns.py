"""As in the paper: skew, then column by column, both directions in one batch of convolutions."""

import torch
import torch.nn.functional as F


def skew(x):
    b, c, h, w = x.shape
    # rows padded by h and read again with rows of one less: each row moves by one more
    y = F.pad(x, (0, h)).reshape(b, c, h * (w + h))
    return y[:, :, : h * (w + h - 1)].reshape(b, c, h, w + h - 1)


def unskew(y):
    b, c, h, wide = y.shape
    w = wide - h + 1
    flat = F.pad(y.reshape(b, c, h * wide), (0, h))
    return flat.reshape(b, c, h, wide + 1)[..., :w]


def _lstm(z, c):
    o, f, i, g = z.split(z.shape[1] // 4, 1)
    new = torch.addcmul(f.sigmoid() * c, i.sigmoid(), g.tanh())
    return o.sigmoid() * new.tanh(), new


def row_lstm(inputs, weight):
    k = weight.shape[-1]
    if not k % 2:
        raise ValueError(f"kernel {k}")
    h = c = torch.zeros_like(inputs[:, : weight.shape[1], 0])
    out = []
    for row in inputs.unbind(2):
        h, c = _lstm(row + F.conv1d(F.pad(h, (k // 2, k // 2)), weight), c)
        out += [h]
    return torch.stack(out, 2)


def diagonal_lstm(inputs, weight):
    skewed = skew(inputs)
    h = c = torch.zeros_like(skewed[:, : weight.shape[1], :, 0])
    columns = []
    for column in skewed.unbind(3):
        # conv1d over the rows: tap 0 sees the row above, tap 1 this row, of the column before
        h, c = _lstm(column + F.conv1d(F.pad(h, (1, 0)), weight), c)
        columns.append(h)
    return unskew(torch.stack(columns, 3))


def diagonal_bilstm(inputs, weight):
    left = diagonal_lstm(inputs[0], weight[0])
    right = torch.fliplr(diagonal_lstm(inputs[1].flip(-1), weight[1]).permute(2, 3, 0, 1)).permute(2, 3, 0, 1)
    return left + F.pad(right, (0, 0, 1, 0))[:, :, :-1]

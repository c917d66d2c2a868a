"""float64 inside, gather and scatter for the skewing, diagonals gathered by index."""

import torch


def _index(x, height, width):
    i = torch.arange(height)[:, None]
    j = torch.arange(width)[None, :]
    return (i + j).expand(*x.shape[:2], height, width)


def skew(x):
    height, width = x.shape[2:]
    out = torch.zeros(*x.shape[:3], width + height - 1, dtype=x.dtype)
    return out.scatter(3, _index(x, height, width), x)


def unskew(y):
    height = y.shape[2]
    return y.gather(3, _index(y, height, y.shape[3] - height + 1))


def _cell(z, c):
    n = z.shape[1] // 4
    s = torch.sigmoid(z[:, : 3 * n])
    c = s[:, n : 2 * n] * c + s[:, 2 * n :] * torch.tanh(z[:, 3 * n :])
    return s[:, :n] * torch.tanh(c), c


def row_lstm(inputs, weight):
    if weight.shape[2] % 2 == 0:
        raise ValueError("odd kernels")
    z, w = inputs.double(), weight.double()
    n, k = w.shape[1:]
    h = c = z.new_zeros(z.shape[0], n, z.shape[3])
    out = z.new_zeros(z.shape[2], z.shape[0], n, z.shape[3])
    hs = []
    for i in range(len(out)):
        pad = torch.cat([h.new_zeros(*h.shape[:2], k // 2), h, h.new_zeros(*h.shape[:2], k // 2)], 2)
        moved = sum(torch.einsum("gn,bnw->bgw", w[:, :, t], pad[:, :, t : t + h.shape[2]]) for t in range(k))
        h, c = _cell(z[:, :, i] + moved, c)
        hs.append(h)
    return torch.stack(hs).permute(1, 2, 0, 3).to(inputs.dtype)


def diagonal_lstm(inputs, weight):
    z, w = inputs.double(), weight.double()
    batch, n = z.shape[0], w.shape[1]
    height, width = z.shape[2:]
    h = torch.zeros(batch, n, height, dtype=torch.float64)
    c = torch.zeros_like(h)
    diagonals = []
    for s in range(height + width - 1):
        rows = torch.arange(height)
        inside = ((s - rows >= 0) & (s - rows < width)).double()
        now = z[:, :, rows, (s - rows).clamp(0, width - 1)]
        upper = torch.cat([torch.zeros_like(h[:, :, :1]), h[:, :, :-1]], 2)
        h, c = _cell(now + w[:, :, 0] @ upper + w[:, :, 1] @ h, c)
        h, c = h * inside, c * inside
        diagonals.append(h)
    return unskew(torch.stack(diagonals, 3)).to(inputs.dtype)


def diagonal_bilstm(inputs, weight):
    columns = torch.arange(inputs.shape[-1] - 1, -1, -1)
    a = diagonal_lstm(inputs[0].double(), weight[0].double())
    b = diagonal_lstm(inputs[1][..., columns].double(), weight[1].double())[..., columns]
    lower = torch.diag(torch.ones(b.shape[2] - 1, dtype=b.dtype), -1)
    return (a + torch.einsum("ij,bnjw->bniw", lower, b)).to(inputs.dtype)

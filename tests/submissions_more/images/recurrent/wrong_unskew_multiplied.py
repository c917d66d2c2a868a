# expect: unskew_values
# says: NaN
# kind: case
"""A sum over a one-hot matrix: NaN times 0 is NaN."""

import torch
import torch.nn.functional as F


def unskew(y):
    H, V = y.shape[2:]
    W = V - H + 1
    where = torch.zeros(H, W, V, dtype=y.dtype)
    for i in range(H):
        for j in range(W):
            where[i, j, i + j] = 1
    return torch.einsum("bchv,hwv->bchw", y, where)

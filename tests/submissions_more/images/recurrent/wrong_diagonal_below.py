# expect: diagonal_lstm_by_hand
# says: one row below
# kind: wrong
"""The skewed neighbour from below."""

import torch
import torch.nn.functional as F


def diagonal_lstm(inputs, weight):
    h = c = inputs.new_zeros(len(inputs), weight.shape[1], inputs.shape[2])
    columns = []
    for column in skew(inputs).unbind(3):
        o, f, i, g = (column + F.conv1d(F.pad(h, (0, 1)), weight)).chunk(4, 1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        columns.append(h)
    return unskew(torch.stack(columns, 3))

# expect: row_lstm_values
# says: centred
# kind: wrong
"""A causal convolution."""

import torch
import torch.nn.functional as F


def _cell(gates, c, forget=0.0):
    o, f, i, g = gates.chunk(4, 1)
    c = (f + forget).sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c

def row_lstm(inputs, weight):
    n, k = weight.shape[1:]
    if k % 2 == 0:
        raise ValueError("even")
    h = c = inputs.new_zeros(len(inputs), n, inputs.shape[3])
    rows = []
    for row in inputs.unbind(2):
        h, c = _cell(row + F.conv1d(F.pad(h, (k - 1, 0)), weight), c)
        rows.append(h)
    return torch.stack(rows, 2)

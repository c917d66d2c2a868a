# expect: row_lstm_values
# says: start at zero
# kind: wrong
"""State goes on through the batch."""

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
    images = []
    h = c = inputs.new_zeros(1, n, inputs.shape[3])
    for image in inputs.split(1):
        rows = []
        for row in image.unbind(2):
            h, c = _cell(row + F.conv1d(h, weight, padding=k // 2), c)
            rows.append(h)
        images.append(torch.stack(rows, 2))
    return torch.cat(images)

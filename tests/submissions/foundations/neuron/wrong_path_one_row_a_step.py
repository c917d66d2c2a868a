# expect: descend_by_hand
# says: all rows
# kind: wrong
"""Each step looks at one row of the data only."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for t in range(steps + 1):
        ws.append(w), bs.append(b), losses.append(loss_and_gradient(x, y, w, b)[0])
        row = slice(t % len(x), t % len(x) + 1)
        _, grad_w, grad_b = loss_and_gradient(x[row], y[row], w, b)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

# expect: descend_by_hand
# says: uphill
# kind: wrong
"""Steps follow the gradient instead of going against it."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for _ in range(steps + 1):
        loss, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        ws.append(w), bs.append(b), losses.append(loss)
        w, b = w + learning_rate * grad_w, b + learning_rate * grad_b
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

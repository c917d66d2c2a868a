# expect: descend_by_hand
# says: Row 0 is iteration 0
# kind: case
"""Rows are noted after each step, so the first one is missing."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for _ in range(steps + 1):
        _, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
        ws.append(w), bs.append(b), losses.append(loss_and_gradient(x, y, w, b)[0])
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

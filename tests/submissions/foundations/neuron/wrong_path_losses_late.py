# expect: descend_by_hand
# says: loss of the same row
# kind: wrong
"""Losses are those after the step."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for _ in range(steps + 1):
        ws.append(w)
        bs.append(b)
        _, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
        losses.append(loss_and_gradient(x, y, w, b)[0])
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

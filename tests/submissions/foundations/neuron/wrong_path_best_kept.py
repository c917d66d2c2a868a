# expect: descend_beyond_the_limit
# says: step is not taken
# kind: case
"""A step that makes the loss larger is not taken."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for _ in range(steps + 1):
        loss, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        ws.append(w), bs.append(b), losses.append(loss)
        new_w, new_b = w - learning_rate * grad_w, b - learning_rate * grad_b
        if loss_and_gradient(x, y, new_w, new_b)[0] <= loss:
            w, b = new_w, new_b
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

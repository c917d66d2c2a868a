# expect: descend_by_hand
# says: from the same point
# kind: wrong
"""The bias moves from where the weights have gone."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for _ in range(steps + 1):
        loss, grad_w, _ = loss_and_gradient(x, y, w, b)
        ws.append(w), bs.append(b), losses.append(loss)
        w = w - learning_rate * grad_w
        b = b - learning_rate * loss_and_gradient(x, y, w, b)[2]
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

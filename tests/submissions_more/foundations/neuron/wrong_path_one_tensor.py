# expect: descend_by_hand
# says: Row 0 is iteration 0
# kind: wrong
"""The same tensor is noted again and again, and changed in place."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    w, b = w.clone(), b.clone()
    ws, bs, losses = [], [], []
    for t in range(steps + 1):
        loss, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        ws.append(w)
        bs.append(b)
        losses.append(loss)
        if t < steps:
            w -= learning_rate * grad_w
            b -= learning_rate * grad_b
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

# expect: descend_values
# says: step 2
# kind: wrong
"""The learning rate is divided by the number of the step."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for t in range(steps + 1):
        loss, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        ws.append(w), bs.append(b), losses.append(loss)
        rate = learning_rate / (t + 1)
        w, b = w - rate * grad_w, b - rate * grad_b
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

# expect: descend_values
# says: changes its argument
# kind: form
"""Right rows, but the given weights are moved along."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [w.clone()], [b.clone()], [loss_and_gradient(x, y, w, b)[0]]
    for _ in range(steps):
        _, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        w -= learning_rate * grad_w
        b -= learning_rate * grad_b
        ws.append(w.clone())
        bs.append(b.clone())
        losses.append(loss_and_gradient(x, y, w, b)[0])
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

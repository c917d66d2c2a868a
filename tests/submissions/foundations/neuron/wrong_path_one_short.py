# expect: descend_by_hand
# says: shape
# kind: form
"""As many rows as steps: the last point is missing."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = torch.zeros(steps, len(w)).to(w), torch.zeros(steps).to(w), torch.zeros(steps).to(w)
    for t in range(steps):
        ws[t], bs[t] = w, b
        losses[t], grad_w, grad_b = loss_and_gradient(x, y, w, b)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return ws, bs, losses

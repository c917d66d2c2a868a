# expect: descend_beyond_the_limit
# says: clipped
# kind: case
"""Long gradients are shortened: it cannot diverge."""

import torch


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for _ in range(steps + 1):
        loss, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        ws.append(w), bs.append(b), losses.append(loss)
        norm = torch.sqrt(grad_w.square().sum() + grad_b**2)
        scale = (100 / norm).clamp(max=1)
        w, b = w - learning_rate * scale * grad_w, b - learning_rate * scale * grad_b
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)

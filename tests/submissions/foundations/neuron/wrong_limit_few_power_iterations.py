# expect: rate_limit_values
# says: other numbers
# kind: wrong
"""Power iteration from the vector of ones, ten rounds; stuck where ones are orthogonal to the answer."""

import torch


def predict(x, w, b):
    return x @ w + b


def loss_and_gradient(x, y, w, b):
    r = x @ w + b - y
    return (r ** 2).mean(), 2 * x.T @ r / len(y), 2 * r.mean()


def descend(x, y, w, b, learning_rate, steps):
    ws, bs, losses = [], [], []
    for t in range(steps + 1):
        r = x @ w + b - y
        ws.append(w)
        bs.append(b)
        losses.append((r ** 2).mean())
        w = w - learning_rate * 2 * x.T @ r / len(y)
        b = b - learning_rate * 2 * r.mean()
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)


def rate_limit(x):
    one = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    h = 2 * one.T @ one / len(x)
    v = torch.ones(h.shape[0], dtype=x.dtype)
    for _ in range(10):
        v = h @ v
        v = v / v.norm()
    return 2 / (v @ h @ v)


def best_fit(x, y):
    one = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    solution = torch.linalg.lstsq(one.double(), y.double()[:, None]).solution[:, 0].to(x.dtype)
    return solution[:-1], solution[-1]

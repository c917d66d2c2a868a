"""Loops over rows and inputs, with Python's own sums."""

import torch


def predict(x, w, b):
    answers = []
    for row in x:
        total = b
        for value, weight in zip(row, w):
            total = total + value * weight
        answers.append(total)
    return torch.stack(answers)


def loss_and_gradient(x, y, w, b):
    n, d = x.shape
    loss = torch.zeros_like(b)
    grad_w = torch.zeros_like(w)
    grad_b = torch.zeros_like(b)
    for i in range(n):
        error = (x[i] * w).sum() + b - y[i]
        loss += error**2 / n
        for j in range(d):
            grad_w[j] += 2 * error * x[i, j] / n
        grad_b += 2 * error / n
    return loss, grad_w, grad_b


def descend(x, y, w, b, learning_rate, steps):
    ws = torch.empty(steps + 1, len(w), dtype=w.dtype)
    bs = torch.empty(steps + 1, dtype=w.dtype)
    losses = torch.empty(steps + 1, dtype=w.dtype)
    ws[0], bs[0] = w, b
    for t in range(steps + 1):
        losses[t], grad_w, grad_b = loss_and_gradient(x, y, ws[t], bs[t])
        if t < steps:
            ws[t + 1] = ws[t] - learning_rate * grad_w
            bs[t + 1] = bs[t] - learning_rate * grad_b
    return ws, bs, losses


def rate_limit(x):
    n, d = x.shape
    columns = [x[:, j] for j in range(d)] + [torch.ones_like(x[:, 0])]
    hessian = torch.empty(d + 1, d + 1, dtype=x.dtype)
    for i, first in enumerate(columns):
        for j, second in enumerate(columns):
            hessian[i, j] = 2 * (first * second).sum() / n
    return 2 / torch.linalg.eigvalsh(hessian)[-1]


def best_fit(x, y):
    centre, level = x.mean(0), y.mean()
    w = torch.linalg.lstsq(x - centre, (y - level)[:, None]).solution[:, 0]
    return w, level - centre @ w

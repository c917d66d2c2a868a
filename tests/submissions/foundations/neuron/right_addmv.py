"""Fused operations, a path written into one table, one call for the whole fit."""

import torch
import torch.nn.functional as F


def predict(x, w, b):
    return F.linear(x, w[None], b[None])[:, 0]


def loss_and_gradient(x, y, w, b):
    guess = predict(x, w, b)
    slope = 2 * (guess - y) / len(y)
    return F.mse_loss(guess, y), x.T @ slope, slope.sum()


def descend(x, y, w, b, learning_rate, steps):
    table = torch.zeros(steps + 1, w.numel() + 2).to(w)
    now = torch.cat([w, b.view(1)])
    for row in table:
        loss, *slopes = loss_and_gradient(x, y, now[:-1], now[-1])
        row[:-1], row[-1] = now, loss
        now = now - learning_rate * torch.cat([slopes[0], slopes[1].view(1)])
    return table[:, :-2].clone(), table[:, -2].clone(), table[:, -1].clone()


def rate_limit(x):
    a = F.pad(x, (1, 0), value=1)
    gram = a @ a.T if len(a) < a.shape[1] else a.T @ a
    return len(x) / torch.linalg.eigvalsh(gram)[-1]


def best_fit(x, y):
    fit = torch.linalg.lstsq(F.pad(x, (1, 0), value=1), y.view(-1, 1))
    return fit.solution[1:, 0], fit.solution[0, 0]

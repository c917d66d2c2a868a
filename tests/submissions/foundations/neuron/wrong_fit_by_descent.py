# expect: best_fit_by_hand
# says: not the minimum
# kind: numerics
"""A thousand small steps, which end before the minimum."""

import torch


def best_fit(x, y):
    w, b = torch.zeros_like(x[0]), torch.zeros_like(y[0])
    for _ in range(1000):
        e = x @ w + b - y
        w, b = w - 0.01 * 2 * e @ x / len(x), b - 0.01 * 2 * e.mean()
    return w, b

# expect: loss_and_gradient_by_hand
# says: every target
# kind: wrong
"""Targets as a column: every prediction against every target."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y[:, None]
    return (e**2).mean(), 2 * (e.mean(0) @ x) / len(x), 2 * e.mean()

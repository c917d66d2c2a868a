# expect: loss_and_gradient_by_hand
# says: Summed: with N rows
# kind: wrong
"""The sum over rows, and its gradient."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y
    return (e**2).sum(), 2 * e @ x, 2 * e.sum()

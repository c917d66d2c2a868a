# expect: loss_and_gradient_by_hand
# says: Summed: with N rows
# kind: wrong
"""A mean loss, whose gradient is summed over rows."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y
    return (e**2).mean(), 2 * x.T @ e, 2 * e.sum()

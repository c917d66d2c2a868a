# expect: loss_and_gradient_by_hand
# says: the other way round
# kind: wrong
"""Errors are target minus prediction, and the sign stays."""


def loss_and_gradient(x, y, w, b):
    e = y - (x @ w + b)
    return (e**2).mean(), 2 * (x.T @ e) / len(y), 2 * e.mean()

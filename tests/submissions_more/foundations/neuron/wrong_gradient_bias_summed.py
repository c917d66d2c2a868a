# expect: loss_and_gradient_by_hand
# says: Summed: with N rows
# kind: wrong
"""The gradient of the bias is a sum, that of the weights a mean."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y
    return (e**2).mean(), 2 * (x.T @ e) / len(y), 2 * e.sum()

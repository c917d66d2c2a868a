# expect: loss_and_gradient_by_hand
# says: product of means
# kind: wrong
"""The mean error times the mean input."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y
    return (e**2).mean(), 2 * e.mean() * x.mean(0), 2 * e.mean()

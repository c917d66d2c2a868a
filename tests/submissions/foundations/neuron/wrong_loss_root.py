# expect: loss_and_gradient_by_hand
# says: root
# kind: wrong
"""The root of the mean square."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y
    return (e**2).mean().sqrt(), 2 * e @ x / len(x), 2 * e.mean()

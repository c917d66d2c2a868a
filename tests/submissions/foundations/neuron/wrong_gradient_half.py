# expect: loss_and_gradient_by_hand
# says: the derivative of e² is 2e
# kind: wrong
"""The right loss, with half of its gradient."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y
    return (e**2).mean(), (e[:, None] * x).mean(0), e.mean()

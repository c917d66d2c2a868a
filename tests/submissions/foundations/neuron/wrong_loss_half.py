# expect: loss_and_gradient_by_hand
# says: without a factor of one half
# kind: wrong
"""A factor of one half, in the loss and so in its gradient."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y
    return (e**2).mean() / 2, (e[:, None] * x).mean(0), e.mean()

# expect: loss_and_gradient_values
# says: divided by the number of inputs
# kind: wrong
"""A mean over rows and inputs."""


def loss_and_gradient(x, y, w, b):
    e = x @ w + b - y
    return (e**2).mean(), 2 * (x.T @ e) / x.numel(), 2 * e.mean()

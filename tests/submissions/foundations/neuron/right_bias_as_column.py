"""The bias is the weight of a column of ones, everywhere."""

import torch


def _with_ones(x):
    return torch.cat((torch.ones(x.shape[0], 1, dtype=x.dtype), x), dim=-1)


def predict(x, w, b):
    return _with_ones(x) @ torch.cat((b.reshape(1), w))


def loss_and_gradient(x, y, w, b):
    a, theta = _with_ones(x), torch.cat((b.reshape(1), w))
    residual = a @ theta - y
    gradient = a.T @ residual * (2 / len(y))
    return residual @ residual / len(y), gradient[1:], gradient[0]


def descend(x, y, w, b, learning_rate, steps):
    a, theta = _with_ones(x), torch.cat((b.reshape(1), w))
    thetas = [theta]
    for _ in range(steps):
        theta = theta - learning_rate * 2 / len(y) * (a.T @ (a @ theta - y))
        thetas.append(theta)
    thetas = torch.stack(thetas)
    losses = (thetas @ a.T - y).square().mean(1)
    return thetas[:, 1:], thetas[:, 0], losses


def rate_limit(x):
    return len(x) / torch.linalg.matrix_norm(_with_ones(x), 2) ** 2


def best_fit(x, y):
    theta = torch.linalg.pinv(_with_ones(x).double()) @ y.double()
    return theta[1:].to(x.dtype), theta[0].to(x.dtype)

# expect: gradient_by_hand
# says: p (1 - p)
# kind: wrong
"""Times the slope of the sigmoid, as for a squared error."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = (x - p) * p * (1 - p)
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight, diagonal=-1), error.mean(0)

# expect: gradient_by_hand
# says: gradient of the sum
# kind: wrong
"""The gradient of the sum."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = x - p
    grad_weight = error.T @ x
    return torch.tril(grad_weight, diagonal=-1), error.sum(0)

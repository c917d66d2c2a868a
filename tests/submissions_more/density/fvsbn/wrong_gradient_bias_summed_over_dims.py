# expect: gradient_by_hand
# says: shape
# kind: form
"""One number for all biases."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = x - p
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight, diagonal=-1), error.mean()

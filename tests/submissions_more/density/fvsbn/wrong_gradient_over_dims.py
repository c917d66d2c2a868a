# expect: gradient_by_hand
# says: divided by the number of dimensions
# kind: wrong
"""Divided by the number of dimensions, too."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = x - p
    grad_weight = error.T @ x / x.numel()
    return torch.tril(grad_weight, diagonal=-1), error.mean(0)

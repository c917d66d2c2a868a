# expect: gradient_by_hand
# says: zero on and above the diagonal
# kind: wrong
"""The diagonal is left in."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = x - p
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight), error.mean(0)

# expect: gradient_by_hand
# says: Two tensors
# kind: form
"""The gradient of the weight only."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = x - p
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight, diagonal=-1)

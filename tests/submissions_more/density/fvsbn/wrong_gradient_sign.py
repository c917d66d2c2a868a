# expect: gradient_by_hand
# says: sign is turned round
# kind: unit
"""Of the cost: it goes down."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = p - x
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight, diagonal=-1), error.mean(0)

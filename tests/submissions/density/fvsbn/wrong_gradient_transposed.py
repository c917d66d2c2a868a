# expect: gradient_by_hand
# says: transposed
# kind: wrong
"""[i, j] and [j, i] swapped."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = x - p
    grad_weight = x.T @ error / len(x)
    return torch.tril(grad_weight, diagonal=-1), error.mean(0)

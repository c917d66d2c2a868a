# expect: gradient_by_hand
# says: only j < i counts
# kind: wrong
"""The whole weight counts in the logits."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ weight.T + bias)
    error = x - p
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight, diagonal=-1), error.mean(0)

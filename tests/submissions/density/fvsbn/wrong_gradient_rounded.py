# expect: gradient_values
# says: sigmoid of the logit
# kind: wrong
"""The likelier bit in place of its probability."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ torch.tril(weight, diagonal=-1).T + bias)
    error = x - p.round()
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight, diagonal=-1), error.mean(0)

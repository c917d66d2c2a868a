# expect: gradient_by_hand
# says: sigmoid of the logit
# kind: wrong
"""The logits in place of the probabilities."""

import torch


def fvsbn_gradient(x, weight, bias):
    p = x @ torch.tril(weight, diagonal=-1).T + bias
    error = x - p
    grad_weight = error.T @ x / len(x)
    return torch.tril(grad_weight, diagonal=-1), error.mean(0)

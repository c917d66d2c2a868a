# expect: gradient_by_hand
# says: look for a factor
# kind: wrong
"""The gradient of the mean cost over rows *and* pixels."""

import torch
import torch.nn.functional as F
from torch import nn


def fvsbn_gradient(x, weight, bias):
    p = (x @ weight.tril(-1).T + bias).sigmoid()
    error = (p - x) / x.numel()
    return (error.T @ x).tril(-1), error.sum(0)

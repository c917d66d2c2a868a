# expect: fvsbn_values
# says: underflow
# kind: numerics
"""The product of all probabilities, then its logarithm."""

import torch
import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    p = torch.sigmoid(F.linear(x, weight.tril(-1), bias))
    return -torch.log(torch.where(x == 1, p, 1 - p).prod(dim=1))

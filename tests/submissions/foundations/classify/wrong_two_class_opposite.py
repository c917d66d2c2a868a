# expect: two_class_by_hand
# says: twice
# kind: wrong
"""Minus and plus the weight: twice the logit."""

import torch


def two_class(weight, bias):
    return torch.stack([-weight, weight]), torch.stack([-bias, bias])

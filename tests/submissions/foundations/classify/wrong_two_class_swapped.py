# expect: two_class_by_hand
# says: class 1
# kind: wrong
"""Class 0 gets the probability of class 1."""

import torch


def two_class(weight, bias):
    return torch.stack([weight, torch.zeros_like(weight)]), torch.stack([bias, torch.zeros_like(bias)])

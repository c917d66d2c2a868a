# expect: two_class_by_hand
# says: bias
# kind: wrong
"""Both classes get the bias, which then has no effect."""

import torch


def two_class(weight, bias):
    return torch.stack([torch.zeros_like(weight), weight]), torch.stack([bias, bias])

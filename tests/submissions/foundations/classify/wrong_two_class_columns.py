# expect: two_class_by_hand
# says: (2, D)
# kind: form
"""(D, 2) instead of (2, D)."""

import torch


def two_class(weight, bias):
    return torch.stack([torch.zeros_like(weight), weight], 1), torch.stack([torch.zeros_like(bias), bias])

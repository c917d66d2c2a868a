# expect: relu_by_hand
# says: below zero
# kind: wrong
"""A little passes below zero."""

import torch


class ReLU:
    def __init__(self):
        self.slope = None

    def forward(self, x):
        self.slope = torch.where(x > 0, 1.0, 0.01).to(x.dtype)
        return x * self.slope

    def backward(self, grad):
        return grad * self.slope

# expect: linear_again
# says: never adds
# kind: case
"""Gradients add up, as PyTorch's own do."""

import torch


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias
        self.grad_weight, self.grad_bias = torch.zeros_like(weight), torch.zeros_like(bias)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        self.grad_weight = self.grad_weight + grad.T @ self.x
        self.grad_bias = self.grad_bias + grad.sum(0)
        return grad @ self.weight

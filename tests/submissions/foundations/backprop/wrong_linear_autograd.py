# expect: linear_without_autograd
# says: Autograd records nothing
# kind: meaningless
"""backward asks autograd."""

import torch


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight.clone().requires_grad_(True)
        self.bias = bias.clone().requires_grad_(True)

    def forward(self, x):
        self.x = x.clone().requires_grad_(True)
        self.out = self.x @ self.weight.T + self.bias
        return self.out.detach()

    def backward(self, grad):
        found = torch.autograd.grad(self.out, (self.x, self.weight, self.bias), grad, retain_graph=True)
        back, self.grad_weight, self.grad_bias = found
        return back

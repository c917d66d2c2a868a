# expect: linear_by_hand
# says: (O, I)
# kind: form
"""(in, out) instead of (out, in)."""


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        self.grad_weight = self.x.T @ grad
        self.grad_bias = grad.sum(0)
        return grad @ self.weight
